import Foundation
import TestSupport
import Testing

@testable import Execution

@Suite("Ansible's Python")
struct AnsibleInterpreterTests {
    private static let programs: [(String, [String]?)] = [
        ("#!/usr/bin/python3\nimport x\n", ["/usr/bin/python3"]),
        ("#! /usr/bin/env python3\n", ["/usr/bin/env", "python3"]),
        ("#!/opt/ansible/bin/python3.11 -I\n", ["/opt/ansible/bin/python3.11", "-I"]),
        (
            "#!/bin/sh\n'''exec' \"/a long path/bin/python\" \"$0\" \"$@\"\n' '''\n",
            ["/a long path/bin/python"]
        ),
        ("#!/bin/sh\n'''exec' /a/bin/python3 \"$0\" \"$@\"\n' '''\n", ["/a/bin/python3"]),
        ("#!/bin/sh\nexec other\n", nil), ("\u{7F}ELF", nil), ("", nil),
    ]

    @Test("is what the first line of a program names", arguments: programs)
    func words(text: String, words: [String]?) throws {
        let scratch = try GitScratch("interpreter")
        try scratch.write(text, to: "program")
        try scratch.write("#!/usr/bin/python3 -s\n", to: "other")
        #expect(AnsibleInterpreter.words(of: [scratch.file("program")], path: "/nowhere") == words)
        let both = [scratch.file("program"), scratch.file("other")]
        #expect(
            AnsibleInterpreter.words(of: both, path: "/nowhere") == words ?? ["/usr/bin/python3", "-s"]
        )
        #expect(AnsibleInterpreter.words(of: ["/nowhere"], path: "/usr/bin") == ["/usr/bin/python3"])
    }
}
