import Domain
import Foundation
import Testing

@Suite("The example repository")
struct ExampleRepositoryTests {
    @Test("is valid")
    func valid() async throws {
        let result = try await Subprocess.run(Program.path, ["validate", "\(Program.checkout)/examples/config-repo"])
        #expect(result.exit == 0, "\(result)")
    }

    @Test("is deployed completely, and a raised version runs the handler")
    func deployed() async throws {
        try await withDaemon(on: { Self.files(writingBelow: $0.folder) }) { scene in
            #expect(try await scene.daemon.sync().exit == 0)
            for service in ["hello-script", "site-playbook", "smoke"] {
                let shown = try await scene.daemon.service(service)
                #expect(shown?["sync_status"]?.string == "synced")
                #expect(shown?["health"]?.string == "healthy")
            }

            let path = "site-playbook/service.json"
            let definition = try #require(TextFile.read("\(scene.repository.clone)/\(path)"))
            try await scene.repository.push(
                .file(path, definition.replacingOccurrences(of: "1.0.0", with: "1.1.0"))
            )
            #expect(try await scene.daemon.sync().exit == 0)
            let last = try #require(try await scene.daemon.deployments(of: "site-playbook").first)
            let steps = try await scene.daemon.deployment(try #require(last["id"]?.integer))["steps"]?.array ?? []
            let handler = steps.first { $0["name"]?.string?.contains("Publish the page") == true }
            #expect(handler?["state"]?.string == "success")
            #expect(handler?["changed"]?.bool == true)
        }
    }

    /// The files of the folder, as changes of a commit; they write below `folder` instead of the user's home.
    static func files(writingBelow folder: String) -> [ConfigRepository.Change] {
        let root = "\(Program.checkout)/examples/config-repo"
        let manager = FileManager.default
        let names = manager.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
        return names.sorted().compactMap { name in
            var isFolder: ObjCBool = false
            guard manager.fileExists(atPath: "\(root)/\(name)", isDirectory: &isFolder), !isFolder.boolValue,
                let text = TextFile.read("\(root)/\(name)")
            else { return nil }
            let moved = homes.reduce(text) { $0.replacingOccurrences(of: $1, with: folder) }
            return .write(name, moved, executable: manager.isExecutableFile(atPath: "\(root)/\(name)"))
        }
    }

    /// The user's home, as scripts and playbooks write it.
    private static let homes = ["$HOME/.cache", "{{ lookup('ansible.builtin.env', 'HOME') }}/.cache"]
}
