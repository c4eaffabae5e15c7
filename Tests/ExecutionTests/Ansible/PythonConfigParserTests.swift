import Domain
import Foundation
import Platform
import TestSupport
import Testing

/// What Python says of the same texts.
@Suite("The INI format, compared with Python's")
struct PythonConfigParserTests {
    private static let texts = [
        "[defaults]\nroles_path = a:b\n", "[defaults]\nRoles_Path:a\n\tb\n\n   c\n", "[a]\r\nx = 1\r\ny=2\r\n",
        "; c\n# d\n[a] ; e\nx = b ; c\ny = b;c\nz = ;\n#w = 1\n", "[a]\nx = 1\n  ; no\n  # no\n  2\n\n  3\n\ny=",
        "  [a]\n  x = 1\n y = 2\n  z = 3\n", "[a]\nx = 1\n  [b]\n  y = 2\n[b]\n  z = 3", "[a]]\nx = 1\n[b] c]\nx = 2\n",
        "[DEFAULT]\nx = 1\ny = %(x)s\n[a]\n[b]\nx = 2", "[a]\nx = = : 1\ny : = 2\nz y = 3 4", "[]\nx = 1", "[a\nx = 1",
        "x = 1",
        "[a]\nx", "[a]\n= 1", "[a]\nx = 1\nx = 2", "[a]\n[a]", "[a]\n\u{a0}x\u{a0}=\u{a0}1\u{2003}\n\u{1f}y = 2\n",
        "\u{feff}[a]\nx = 1",
        "[a]\nx = \"q\"\ny = 'q\nÄ = Ö", "[a]\nx = 1\u{0}2\u{b}3\u{c}\n\u{85}4\n", "", "\n\n", "[ a ]\nx=1",
        "[a]\nx =\n  1\n  2 = 3\ny = 4",
    ]

    /// Texts of what makes a difference, the same in every run.
    private static var mixed: [String] {
        let parts = [
            "[a]", "[b", "[DEFAULT]", "]", "x", "Y", "=", ":", " ", "\t", "  ", "\n", "\n", "\n ", "\n\n", ";", " ;",
            "#",
            "1", "'", "\r\n", "\u{a0}", "é",
        ]
        var random = SplitMix64(seed: 7)
        return (0..<2_000).map { _ in
            "[a]\n"
                + (0..<Int.random(in: 1...14, using: &random)).map { _ in parts.randomElement(using: &random) ?? "" }
                .joined()
        }
    }

    private static let program = #"""
        import configparser, json, sys
        answers = []
        for text in json.load(sys.stdin):
            parser = configparser.ConfigParser(inline_comment_prefixes=(';',))
            try:
                parser.read_string(text)
                answers.append([[s, k, parser.get(s, k, raw=True)] for s in parser.sections() for k in parser.options(s)])
            except configparser.Error:
                answers.append(None)
        json.dump(answers, sys.stdout)
        """#

    @Test("has the same sections, keys and values", .enabled(if: Folder.somethingExists(at: "/usr/bin/python3")))
    func same() throws {
        let texts = Self.texts + Self.mixed
        let answers = try #require(try Self.ask(texts).array)
        #expect(answers.count == texts.count)
        var accepted = 0
        for (text, answer) in zip(texts, answers) {
            // What Python refuses makes Ansible refuse to run.
            guard let lines = answer.array else { continue }
            accepted += 1
            #expect(
                Self.read(text) == Set(lines.map { $0.array?.compactMap(\.string) ?? [] }),
                "\(text.debugDescription)"
            )
        }
        #expect(accepted > 200)
    }

    private static func read(_ text: String) -> Set<[String]> {
        let ini = INIText(text)
        return ini.sections.reduce(into: []) { found, section in
            for key in Set(ini.entries.map(\.key)) {
                if let value = ini.value(key, in: section) { found.insert([section, key, value]) }
            }
        }
    }

    private static func ask(_ texts: [String]) throws -> JSONValue {
        let process = Process()
        let (input, output) = (Foundation.Pipe(), Foundation.Pipe())
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = ["-I", "-c", program]
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        // It reads everything before it says anything.
        try input.fileHandleForWriting.write(contentsOf: Data(JSONValue.array(texts.map(JSONValue.string)).bytes()))
        try input.fileHandleForWriting.close()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return try JSONParser.parse(Array(bytes), limits: JSONLimits(bytes: 16 << 20, depth: 8)).value
    }
}
