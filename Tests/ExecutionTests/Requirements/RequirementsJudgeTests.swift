import Domain
import Foundation
import TestSupport
import Testing

@testable import Execution

@Suite("What judges requirements files")
struct RequirementsJudgeTests {
    /// What the helper says of a file with this text, beside which there is `mine/x`.
    private func judge(
        _ text: String,
        by program: AnsibleProgram = AnsibleProgram.installed[0],
        local: Bool = false
    ) throws -> RequirementsAnswer {
        let scratch = try GitScratch("judge")
        try scratch.write(text, to: "source/plays/requirements.yml")
        try scratch.write("x", to: "source/plays/mine/x")
        try scratch.write("x", to: "source/plays/mine.tar.gz")
        try FileManager.default.createSymbolicLink(
            atPath: scratch.file("source/plays/out"),
            withDestinationPath: "/etc/hostname"
        )
        let order = JSONValue.members([
            "root": .string(scratch.file("source")), "folder": .string(scratch.file("source/plays")),
            "local": .bool(local),
            "files": .array([
                .members([
                    "path": .string(scratch.file("source/plays/requirements.yml")),
                    "shown": .string("requirements.yml"),
                ])
            ]),
        ])
        try scratch.write(order.text(), to: "order.json")
        try scratch.write(
            String(decoding: PackageResources.reconciler_requirements_py, as: UTF8.self),
            to: "helper.py"
        )
        let python = try program.interpreter()
        let output = try GitProgram.run(
            python,
            [scratch.file("helper.py"), "judge", scratch.file("order.json")],
            in: "/"
        )
        return try #require(RequirementsAnswer(Array(output.utf8)))
    }

    private static let refused: [(String, String)] = [
        ("roles: [{src: 'ext::sh -c id', scm: git}]", "has Git run a program"),
        ("roles: [{name: a, src: 'git+ext::sh -c id'}]", "has Git run a program"),
        ("roles: [{name: a, src: 'file:///srv/a', scm: git}]", "ansible.galaxy.local"),
        ("roles: [{name: a, src: '/srv/a.git', scm: git}]", "is a path, and no Git repository"),
        ("roles: [{name: a, src: '--upload-pack=id', scm: git}]", "like an option"),
        ("roles: [{name: a, src: 'https://h/a', scm: git, version: --help}]", "like an option"),
        ("roles: [{name: ../a, src: 'https://h/a', scm: git}]", "is no role's"),
        ("roles: [{name: a, src: 'file:///etc/a.tar.gz'}]", "must be https or http"),
        ("roles: [{name: a, src: '/etc/a.tar.gz'}]", "leaves the source"),
        ("roles: [{name: a, src: '../../a.tar.gz'}]", "leaves the source"),
        ("roles: [{name: a, src: './out'}]", "leaves the source"),
        ("roles: [{include: other.yml}]", "\"include\" is not followed"),
        ("roles: [[1]]", "it must be a text or have keys"),
        ("roles: {a: b}", "\"roles\" must be a list"),
        ("role: []", "no other keys"),
        ("just a text", "it must be a list of roles"),
        ("roles: [", "it is no YAML"),
        ("roles: [!!python/object/apply:os.system [id]]", "it is no YAML"),
        ("collections: [{name: 'git+ext::sh -c id', type: git}]", "has Git run a program"),
        ("collections: [{source: 'file:///srv/a', type: git}]", "ansible.galaxy.local"),
        ("collections: [{name: /srv/a, type: dir}]", "leaves the source"),
        ("collections: [{name: ./gone, type: dir}]", "there is no \"./gone\""),
        ("collections: [{name: 'git+https://h/a#/../b', type: git}]", "leaves the repository"),
        ("collections: [{name: a.b, source: 'file:///srv'}]", "must be https:// or http://"),
        ("collections: [{name: a.b, type: ftp}]", "\"type\" must be"),
        ("collections: [{name: a.b, signatures: ['file:///etc/key']}]", "\"signatures\" must be"),
    ]

    @Test(
        "refuses what would run a program or read what is the machine's, and says what and where",
        arguments: refused
    )
    func refuses(text: String, why: String) throws {
        for program in AnsibleProgram.installed {
            let answer = try judge(text, by: program)
            #expect(answer.problems.count == 1 && answer.isEmpty, "\(answer.problems)")
            #expect(answer.problems.first?.file == "requirements.yml")
            #expect(answer.problems.first?.what.contains(why) == true, "\(answer.problems)")
        }
    }

    private static let moving: [(String, String?)] = [
        ("roles: [a.b]", "it has no version"),
        ("roles: ['a.b,1.0']", nil),
        ("[{src: a.b, version: v1.2.3}]", nil),
        ("roles: [{src: 'https://h/a.git', scm: git, version: main}]", "\"main\" may be a branch"),
        ("roles: [{src: 'git@h:a/b.git', scm: git, version: v2.0.0}]", nil),
        ("roles: [{src: 'https://github.com/a/b'}]", "it has no version"),
        ("roles: [{src: 'https://h/a.tar.gz', name: a}]", nil),
        ("roles: [{src: mine.tar.gz, name: a}]", nil),
        (
            "roles: [{src: 'git+ssh://git@h/a', name: a, version: \(String(repeating: "a", count: 40))}]",
            nil
        ),
        ("collections: [a.b]", "it has no version"),
        ("collections: [{name: a.b, version: 1.2.3}]", nil),
        ("collections: [{name: a.b, version: '==1.2.3'}]", nil),
        ("collections: [{name: a.b, version: '>=1.2.3'}]", "the version \">=1.2.3\" is a range"),
        ("collections: [{name: a.b, version: '*'}]", "it has no version"),
        ("collections: ['https://h/a-b-1.0.0.tar.gz']", nil),
        ("collections: [{name: ./mine, type: dir}]", nil),
        ("collections: [{name: 'git+https://h/a.git,release-1.2'}]", nil),
        ("collections: ['git@h:a/b.git']", "it has no version"),
    ]

    @Test("knows what may be something else another time", arguments: moving)
    func knowsMoving(text: String, why: String?) throws {
        let answer = try judge(text)
        #expect(answer.problems.isEmpty, "\(answer.problems)")
        #expect(answer.moving.map(\.why) == [why].compactMap(\.self))
    }

    @Test(
        "takes paths inside of the source from the playbook's folder, and Git by file:// where that is allowed"
    )
    func inside() throws {
        let answer = try judge("collections: [{name: mine, type: dir}]\n")
        #expect(answer.paths.count == 1 && answer.paths[0].hasSuffix("/source/plays/mine"))
        let allowed = try judge(
            "roles: [{name: a, src: 'file:///srv/a', scm: git, version: v1.0}]",
            local: true
        )
        #expect(allowed.problems.isEmpty && !allowed.isEmpty)
    }

    @Test("is not held up by aliases that would unfold without end")
    func bomb() throws {
        let bomb = (1...30).map { "l\($0): &l\($0) [*l\($0 - 1), *l\($0 - 1)]" }.joined(separator: ", ")
        let answer = try judge("[{src: a.b, version: v1.0, l0: &l0 [x, x], \(bomb)}]\n")
        #expect(answer.problems.isEmpty && !answer.isEmpty)
    }
}
