import Domain
import Testing

@Suite("A run that misses a file", .behindTheGate)
struct MissingFileTests {
    private static func repository(_ trace: Trace) -> [ConfigRepository.Change] {
        let hosts = "localhost ansible_connection=local ansible_python_interpreter=/usr/bin/python3\n"
        return [
            .file("shared/motd", "hello\n"),
            .file("elsewhere/roles/common/tasks/main.yml", "- debug: {msg: hello}\n"),
            .file("hosts", hosts),
            .file("a/service.json", service("a")),
            .file(
                "a/site.yml",
                play("  tasks:\n    - copy: {src: \"{{ dir }}/motd\", dest: /nowhere/motd}\n  vars: {dir: ../shared}")
            ),
            .file("b/service.json", service("b")),
            .file("b/site.yml", play("  roles: [common]")),
            .file("c/service.json", service("c")),
            .file("c/site.yml", play("  vars_files: [\"{{ '../shared/motd' }}\"]\n  tasks: [{debug: {}}]")),
            .file("d/service.json", #"{"name": "d", "deploy_script": "deploy", "retry": {"limit": 0}}"#),
            .script("d/deploy", "cat ../shared/motd"),
            .file("e/service.json", #"{"name": "e", "deploy_script": "deploy", "retry": {"limit": 0}}"#),
            .script("e/deploy", "cat ../shared/nothing"),
        ]
    }

    private static func service(_ name: String) -> String {
        #"{"name": "\#(name)", "ansible_playbook": "site.yml", "inventory": "../hosts", "retry": {"limit": 0}}"#
    }

    private static func play(_ rest: String) -> String { "- hosts: localhost\n  gather_facts: false\n\(rest)\n" }

    @Test("says that it is in the repository and not covered, and what to add")
    func hints() async throws {
        try await withDaemon(on: Self.repository) { scene in
            _ = try await scene.daemon.sync()
            for name in ["a", "c", "d"] {
                let hint =
                    "shared/motd is in the repository and not covered: add \"../shared/motd\" to watch in \(name)/service.json"
                let message = try await Self.message(scene, name)
                #expect(message.hasSuffix("; \(hint)"), "\(message)")
            }
            let role = try await Self.message(scene, "b")
            #expect(
                role.contains("elsewhere/roles/common is in the repository, where Ansible does not look"),
                "\(role)"
            )
            let other = try await Self.message(scene, "e")
            #expect(other.contains("No such file") && !other.contains("repository"), "\(other)")
        }
    }

    /// How the service's newest deployment ended.
    private static func message(_ scene: Scene, _ service: String) async throws -> String {
        try await eventually("\(service) has failed") {
            try await scene.daemon.deployments(of: service).first?["message"]?.string
        }
    }
}
