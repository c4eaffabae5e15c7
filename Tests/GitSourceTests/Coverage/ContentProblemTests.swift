import Domain
import Testing

@testable import GitSource

@Suite("What a service covers")
struct ContentProblemTests {
    private static let script = #"{"name": "web", "deploy_script": "deploy"}"#
    private static let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"

    private static func problems(_ folder: SampleFolder, path: RepositoryPath = .root) throws -> [String] {
        let store = MemoryStore()
        let snapshot = SourceSnapshot(base: path, store: store)
        let root = try RevisionRoot.find(path, in: try store.add(folder), store, revision: "it")
        _ = try snapshot.read(root)
        return snapshot.definitions.broken.flatMap { snapshot.definitions[$0]?.problems ?? [] }.map(\.description)
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let expected: [String]
        let folder: SampleFolder

        init(_ name: String, _ expected: [String], _ files: KeyValuePairs<String, SampleFolder.Item>) {
            testDescription = name
            self.expected = expected
            folder = SampleFolder(files)
        }
    }

    static let cases = [
        Case(
            "a missing script",
            [#"s/service.json:1:34: "deploy_script": there is no s/deploy in the repository"#],
            [
                "s/service.json": .file(script)
            ]
        ),
        Case(
            "a script that is not executable",
            [
                #"s/service.json:1:34: "deploy_script": s/deploy is not executable; run: git update-index --chmod=+x deploy"#
            ],
            ["s/service.json": .file(script), "s/deploy": .file("x")]
        ),
        Case(
            "a script that is a folder",
            [#"s/service.json:1:34: "deploy_script": s/deploy is no file"#],
            [
                "s/service.json": .file(script), "s/deploy/x": .file("x"),
            ]
        ),
        Case(
            "a script by a link",
            [],
            [
                "s/service.json": .file(script), "s/deploy": .link("../bin/deploy"), "bin/deploy": .executable("x"),
            ]
        ),
        Case(
            "a script by a link that leaves",
            [
                #"s/service.json:1:34: "deploy_script": the link s/deploy leaves the source's path"#,
                "s/deploy: the link leaves the source's path",
            ],
            ["s/service.json": .file(script), "s/deploy": .link("../../etc/passwd")]
        ),
        Case(
            "a script by an absolute link",
            [
                #"s/service.json:1:34: "deploy_script": the link s/deploy names an absolute path"#,
                "s/deploy: the link names an absolute path; only relative ones stay inside of the source",
            ],
            ["s/service.json": .file(script), "s/deploy": .link("/bin/sh")]
        ),
        Case(
            "a script by a link to itself",
            [
                #"s/service.json:1:34: "deploy_script": the link s/deploy leads nowhere"#,
                "s/deploy: the link leads nowhere",
            ],
            ["s/service.json": .file(script), "s/deploy": .link("deploy")]
        ),
        Case(
            "a path that leaves the source",
            [
                #"s/service.json:1:34: "deploy_script": "../../x" leaves the source's path"#
            ],
            ["s/service.json": .file(#"{"name": "web", "deploy_script": "../../x"}"#)]
        ),
        Case(
            "a missing watched path",
            [
                #"s/service.json:1:54: "watch": there is no lib in the repository"#
            ],
            [
                "s/service.json": .file(#"{"name": "web", "deploy_script": "deploy", "watch": ["../lib"]}"#),
                "s/deploy": .executable("x"),
            ]
        ),
        Case(
            "a missing playbook and inventory",
            [
                #"s/service.json:1:37: "ansible_playbook": there is no s/p.yml in the repository"#,
                #"s/service.json:1:59: "inventory": there is no s/i in the repository"#,
            ],
            ["s/service.json": .file(#"{"name": "web", "ansible_playbook": "p.yml", "inventory": "i"}"#)]
        ),
        Case(
            "a submodule in the folder",
            [
                "s/vendor: a submodule cannot be covered; put the files themselves into the repository"
            ],
            ["s/service.json": .file(script), "s/deploy": .executable("x"), "s/vendor": .submodule]
        ),
        Case(
            "a submodule in a nested service's folder",
            [
                "s/inner/vendor: a submodule cannot be covered; put the files themselves into the repository"
            ],
            [
                "s/service.json": .file(script), "s/deploy": .executable("x"), "s/inner/vendor": .submodule,
                "s/inner/service.json": .file(#"{"name": "inner", "deploy_script": "d"}"#),
                "s/inner/d": .executable("x"),
            ]
        ),
        Case(
            "a Git LFS pointer that is watched",
            [
                "lib/big: a Git LFS pointer cannot be covered; put the file itself into the repository"
            ],
            [
                "s/service.json": .file(#"{"name": "web", "deploy_script": "deploy", "watch": ["../lib"]}"#),
                "s/deploy": .executable("x"), "lib/big": .file(pointer),
            ]
        ),
        Case(
            "a Git LFS pointer with extensions, longer than most",
            [
                "s/big: a Git LFS pointer cannot be covered; put the file itself into the repository"
            ],
            [
                "s/service.json": .file(script), "s/deploy": .executable("x"),
                "s/big": .file(
                    "version https://git-lfs.github.com/spec/v1\n"
                        + (0..<8).map { "ext-\($0)-name sha256:\(String(repeating: "0", count: 64))\n" }.joined()
                        + "oid sha256:\(String(repeating: "0", count: 64))\nsize 1\n"
                ),
            ]
        ),
        Case(
            "a pointer of nobody",
            [],
            [
                "s/service.json": .file(script), "s/deploy": .executable("x"), "lib/big": .file(pointer),
            ]
        ),
        Case(
            "a link in the folder that leaves",
            ["s/conf/l: the link leaves the source's path"],
            [
                "s/service.json": .file(script), "s/deploy": .executable("x"), "s/conf/l": .link("../../../x"),
            ]
        ),
        Case(
            "a link that leaves by way of another",
            ["s/conf/l: the link leaves the source's path"],
            [
                "s/service.json": .file(script), "s/deploy": .executable("x"), "a/b/c": .file("c"), "top": .link("a"),
                "s/conf/l": .link("../../top/../../x"), "s/conf/fine": .link("../../deep/../c"), "deep": .link("a/b"),
            ]
        ),
        Case(
            "a link that leads nowhere inside",
            [],
            [
                "s/service.json": .file(script), "s/deploy": .executable("x"), "s/conf/l": .link("../gone/x"),
            ]
        ),
        Case(
            "roles by a link that leaves",
            ["s/roles: the link leaves the source's path"],
            [
                "s/service.json": .file(#"{"name": "web", "ansible_playbook": "p.yml"}"#), "s/p.yml": .file("p"),
                "s/roles": .link("../../roles"),
            ]
        ),
        Case("bad JSON", ["s/service.json:1:1: expected a value, found 'n'"], ["s/service.json": .file("nonsense")]),
        Case(
            "a definition by a link",
            [
                "s/service.json: a definition must be a file, found a link"
            ],
            ["s/service.json": .link("../x.json"), "x.json": .file(script)]
        ),
        Case(
            "a definition that is too large",
            ["s/service.json: the file is larger than 1 MiB"],
            [
                "s/service.json": .file(String(repeating: " ", count: (1 << 20) + 1))
            ]
        ),
    ]

    @Test("is checked, with the place of what is wrong", arguments: cases)
    func problem(_ example: Case) throws {
        let found = try Self.problems(example.folder)
        #expect(found == example.expected)
    }

    @Test("ends at the source's path, not at the repository's root")
    func sourcePath() throws {
        let folder = SampleFolder([
            "config/s/service.json": .file(#"{"name": "web", "deploy_script": "deploy", "watch": ["../../lib"]}"#),
            "config/s/deploy": .executable("x"), "config/s/l": .link("../../lib"), "lib": .file("x"),
        ])
        #expect(
            try Self.problems(folder, path: RepositoryPath(components: ["config"])) == [
                #"config/s/service.json:1:54: "watch": "../../lib" leaves the source's path"#,
                "config/s/l: the link leaves the source's path",
            ]
        )
    }

    @Test("touches no other service when it is wrong")
    func others() throws {
        let store = MemoryStore()
        let snapshot = SourceSnapshot(base: .root, store: store)
        let folder = SampleFolder([
            "a/service.json": .file("{"), "b/service.json": .file(#"{"name": "b", "deploy_script": "d"}"#),
            "b/d": .executable("x"),
        ])
        _ = try snapshot.read(try store.add(folder))
        #expect(snapshot.definitions.valid(in: RepositoryPath(components: ["b"])) != nil)
        #expect(snapshot.definitions.broken.map(\.text) == ["a"])
    }
}
