import Domain
import Foundation
import GitSource
import TestSupport
import Testing

@Suite("An export", .endsWhenItHangs)
struct ExportTests {
    let bench: SourceBench
    var shop: GitWorkshop { bench.workshop }

    init() throws { bench = try SourceBench() }

    private func order(_ state: DesiredState, _ folder: String, digest: Digest? = nil) throws -> Deployment.Order {
        try state.order(folder, digest: digest)
    }

    /// Everything in a folder: its path, mode, and content or target.
    private func listing(_ folder: String) throws -> [String: String] {
        let manager = FileManager.default
        let names = try manager.subpathsOfDirectory(atPath: folder)
        return try Dictionary(
            uniqueKeysWithValues: names.map { name in
                let place = "\(folder)/\(name)"
                let facts = try manager.attributesOfItem(atPath: place)
                let mode = String((facts[.posixPermissions] as? NSNumber)?.intValue ?? 0, radix: 8)
                switch facts[.type] as? FileAttributeType {
                case .typeDirectory: return (name, "folder \(mode)")
                case .typeSymbolicLink: return (name, "link \(try manager.destinationOfSymbolicLink(atPath: place))")
                default: return (name, "\(mode) \(try String(contentsOfFile: place, encoding: .utf8))")
                }
            }
        )
    }

    private func export(_ source: GitConfigurationSource, _ order: Deployment.Order) async throws -> [String: String] {
        let target = try GitScratch("export")
        try await source.export(order, into: target.path)
        return try listing(target.path)
    }

    @Test("holds exactly what the digest covers, as it is in the repository")
    func playbook() async throws {
        let definition =
            #"{"name": "site", "ansible_playbook": "site.yml", "inventory": "../hosts/all", "watch": ["../lib"]}"#
        try shop.write("services/site/service.json", definition)
        try shop.write("services/site/site.yml", "- hosts: all\r\n")
        try shop.write(".gitattributes", "*.yml text eol=lf\n")
        try shop.link("services/site/roles", to: "../../roles")
        try shop.write("services/site/inner/service.json", #"{"name": "inner", "deploy_script": "run"}"#)
        try shop.write("services/site/inner/run", "run", mode: 0o755)
        try shop.write("services/hosts/all", "localhost")
        try shop.write("services/hosts/other", "other")
        try shop.write("services/hosts/group_vars/all.yml", "v: 1")
        try shop.write("services/lib/tool", "#!/bin/sh", mode: 0o755)
        try shop.write("roles/app/tasks/main.yml", "[]")
        try shop.write("ansible.cfg", "[defaults]")
        try shop.write("README.md", "nothing of it")
        try shop.push()
        let source = try bench.source()
        let state = try #require(try await source.poll(accepted: nil).state)

        let blob = try shop.git("cat-file", "blob", "HEAD:services/site/site.yml")
        #expect(
            try await export(source, order(state, "services/site")) == [
                "ansible.cfg": "644 [defaults]", "roles": "folder 755", "roles/app": "folder 755",
                "roles/app/tasks": "folder 755", "roles/app/tasks/main.yml": "644 []", "services": "folder 755",
                "services/hosts": "folder 755", "services/hosts/all": "644 localhost",
                "services/hosts/group_vars": "folder 755", "services/hosts/group_vars/all.yml": "644 v: 1",
                "services/lib": "folder 755", "services/lib/tool": "755 #!/bin/sh", "services/site": "folder 755",
                "services/site/roles": "link ../../roles", "services/site/site.yml": "644 \(blob)\n",
            ]
        )
    }

    @Test("holds what links lead to, and every folder on the way")
    func links() async throws {
        try shop.write("s/web/service.json", #"{"name": "web", "deploy_script": "deploy"}"#)
        try shop.write("s/web/deploy", "x", mode: 0o755)
        try shop.link("s/web/conf", to: "../../shared/conf")
        try shop.link("s/web/self", to: ".")
        try shop.write("shared/conf/a", "a")
        try shop.link("shared/conf/b", to: "../../aside/../data/b")
        try shop.write("aside/x", "nothing of it")
        try shop.link("data/b", to: "c")
        try shop.write("data/c", "c")
        try shop.push()
        let source = try bench.source()
        let state = try #require(try await source.poll(accepted: nil).state)
        #expect(
            try await export(source, order(state, "s/web")) == [
                "s": "folder 755", "s/web": "folder 755", "s/web/deploy": "755 x",
                "s/web/conf": "link ../../shared/conf", "s/web/self": "link .", "shared": "folder 755",
                "shared/conf": "folder 755", "shared/conf/a": "644 a",
                "shared/conf/b": "link ../../aside/../data/b", "aside": "folder 755", "data": "folder 755",
                "data/b": "link c", "data/c": "644 c",
            ]
        )
    }

    @Test("is of the order's revision, whatever came after")
    func older() async throws {
        try shop.service("web")
        try shop.push()
        let source = try bench.source()
        let first = try #require(try await source.poll(accepted: nil).state)
        try shop.move("web", to: "renamed")
        try shop.write("renamed/deploy", "#!/bin/sh\nnew\n", mode: 0o755)
        try shop.push()
        let second = try #require(try await source.poll(accepted: first.revision).state)

        #expect(
            try await export(source, order(first, "web")) == [
                "web": "folder 755", "web/deploy": "755 #!/bin/sh\necho web\n",
            ]
        )
        #expect(try await export(source, order(second, "renamed"))["renamed/deploy"] == "755 #!/bin/sh\nnew\n")
    }

    @Test("of a service at the root leaves out the other services")
    func root() async throws {
        try shop.write("service.json", #"{"name": "root", "deploy_script": "deploy"}"#)
        try shop.write("deploy", "x", mode: 0o755)
        try shop.service("other")
        try shop.write("only/inner/service.json", #"{"name": "inner", "deploy_script": "../../deploy"}"#)
        try shop.push()
        let source = try bench.source()
        let state = try #require(try await source.poll(accepted: nil).state)
        #expect(try await export(source, order(state, ".")) == ["deploy": "755 x"])
        #expect(
            try await export(source, order(state, "only/inner")) == [
                "deploy": "755 x", "only": "folder 755", "only/inner": "folder 755",
            ]
        )
    }

    @Test("of another digest than the order's is refused")
    func wrongDigest() async throws {
        try shop.service("web")
        try shop.push()
        let source = try bench.source()
        let state = try #require(try await source.poll(accepted: nil).state)
        let order = try order(state, "web", digest: .sample())
        #expect(await failure { _ = try await export(source, order) }.contains("is to be deployed"))
    }

    @Test("of a revision that is nowhere any more says so")
    func missing() async throws {
        try shop.service("web")
        try shop.push()
        let source = try bench.source()
        let state = try #require(try await source.poll(accepted: nil).state)
        let gone = DesiredState(source: state.source, revision: .sample("b"), definitions: state.definitions)
        #expect(await failure { _ = try await export(source, order(gone, "web")) }.contains("has no revision"))
    }

    /// One blob under many names: bytes that the repository does not have.
    private func manyNames(_ count: Int, of text: String) throws {
        try shop.service("web", extra: #", "watch": ["../many"]"#)
        for index in 0..<count { try shop.write("many/f\(index)", text) }
    }

    @Test(
        "ends before it takes the disk that has to stay free, says so, and leaves nothing",
        .enabled(if: SmallDisk.isPossible)
    )
    func shortDisk() async throws {
        try manyNames(300, of: String(repeating: "x", count: 100_000))
        try shop.push()
        let target = try GitScratch("export")
        let disk = try SmallDisk(at: target.path, size: "40m")
        defer { disk.remove() }
        let source = try bench.source(freeBytes: 16 << 20)
        let order = try order(try #require(try await source.poll(accepted: nil).state), "web")
        let message = await failure { try await source.export(order, into: target.path) }
        #expect(
            message.contains("the export needs 28 MiB more") && message.contains("retention.free_bytes"),
            "\(message)"
        )
        #expect(try listing(target.path).isEmpty)
    }

    @Test("ends when others take the disk meanwhile", .enabled(if: SmallDisk.isPossible))
    func smallDisk() async throws {
        try manyNames(3_000, of: "x")
        try shop.push()
        let target = try GitScratch("export")
        let disk = try SmallDisk(at: target.path, size: "64m", files: "2000")
        defer { disk.remove() }
        let source = try bench.source()
        let order = try order(try #require(try await source.poll(accepted: nil).state), "web")
        let message = await failure { try await source.export(order, into: target.path) }
        #expect(message.contains("the export makes") && message.contains("files and folders"), "\(message)")
        #expect(try listing(target.path).isEmpty)
    }

    @Test("of a service is refused by the budget that its reading has passed under another")
    func smallerBudget() async throws {
        try manyNames(20, of: "x")
        try shop.push()
        let order = try order(try #require(try await bench.source().poll(accepted: nil).state), "web")
        var budget = ReadingBudget()
        budget.entries = 20
        let source = try bench.source(budget: budget)
        #expect(try await source.poll(accepted: nil).state?.valid == [])
        let target = try GitScratch("export")
        #expect(await failure { try await source.export(order, into: target.path) }.contains("\"budget.entries\""))
    }

    @Test("keeps names that are not UTF-8")
    func encoding() async throws {
        try shop.service("web")
        try GitProgram.run("/bin/sh", ["-c", "printf x > \"$(printf 'web/\\377')\""], in: shop.tree)
        try shop.push()
        let source = try bench.source()
        let state = try #require(try await source.poll(accepted: nil).state)
        let target = try GitScratch("export")
        try await source.export(order(state, "web"), into: target.path)
        #expect(try GitProgram.run("/bin/sh", ["-c", "ls web | od -An -c | head -1"], in: target.path).contains("377"))
    }
}
