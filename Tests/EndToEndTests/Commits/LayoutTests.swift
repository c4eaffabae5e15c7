import Domain
import Testing

@Suite("A repository of playbooks as people have them")
struct LayoutTests {
    /// Environments as inventories, with the variables that they share linked in; playbooks that import others; roles and
    /// plugins by an `ansible.cfg` at the root; tasks, templates and variables beside the playbooks.
    private static func layout(_ trace: Trace) -> [ConfigRepository.Change] {
        [
            .file(
                "services/web-dev/service.json",
                #"""
                {"name": "web-dev", "ansible_playbook": "../../playbooks/site.yml",
                 "inventory": "../../environments/dev", "env": {"TRACE": "\#(trace.path)"}}
                """#
            ),
            .file("ansible.cfg", "[defaults]\nroles_path = shared/roles\nfilter_plugins = shared/filters\n"),
            .file("shared/roles/noted/tasks/main.yml", Samples.note),
            .file("shared/filters/loud.py", Self.filter),
            .file("playbooks/site.yml", "- name: Web\n  import_playbook: web.yml\n- import_playbook: ../db/db.yml\n"),
            .file("playbooks/web.yml", Self.play(roles: "noted", "- include_tasks: tasks/show.yml")),
            .file("playbooks/tasks/show.yml", Self.show("web {{ lookup('template', 'web.j2') }}")),
            .file("playbooks/templates/web.j2", "db={{ db_host | default('NONE') | loud }}"),
            .file(
                "db/db.yml",
                Self.play(roles: "", Self.show("{{ kind }} {{ lookup('file', 'motd') }}"), files: "vars/db.yml")
            ),
            .file("db/files/motd", "hello"),
            .file("db/vars/db.yml", "kind: db"),
            .file("environments/000_cross_env_vars", "db_host: db.example.org\n"),
            .file(
                "environments/dev/hosts",
                "web ansible_connection=local ansible_python_interpreter=/usr/bin/python3\n"
            ),
            .link("environments/dev/group_vars/all/000_cross_env_vars", to: "../../../000_cross_env_vars"),
        ]
    }

    private static let filter = """
        class FilterModule:
            def filters(self):
                return {"loud": lambda text: text.upper() + "!"}

        """

    private static func show(_ text: String) -> String {
        "- name: Show\n  ansible.builtin.debug:\n    msg: \"\(text)\"\n"
    }

    private static func play(roles: String, _ tasks: String, files: String? = nil) -> String {
        let indented = tasks.split(separator: "\n").map { "    \($0)\n" }.joined()
        let variables = files.map { "  vars_files: [\($0)]\n" } ?? ""
        return "- hosts: web\n  gather_facts: false\n  roles: [\(roles)]\n\(variables)  tasks:\n\(indented)"
    }

    @Test("runs as it does without the daemon, and again when anything changes that Ansible finds by itself")
    func layout() async throws {
        try await withDaemon(on: Self.layout) { scene in
            try await scene.daemon.sync()
            #expect(try await Self.shown(scene) == ["web db=DB.EXAMPLE.ORG!", "db hello"])
            #expect(try await Self.shown(scene) == Self.alone(scene))

            let changes: [ConfigRepository.Change] = [
                .file("environments/000_cross_env_vars", "db_host: other\n"),
                .file("playbooks/templates/web.j2", "at {{ db_host | loud }}"),
                .file("db/files/motd", "welcome"),
                .file("shared/filters/loud.py", Self.filter.replacing("!", with: "?")),
                .file("playbooks/requirements.yml", "roles: []\n"),
            ]
            for (index, change) in changes.enumerated() {
                try await scene.repository.push(change)
                try await scene.daemon.sync()
                #expect(scene.trace.lines.count == index + 2, "\(change)")
            }
            #expect(try await Self.shown(scene) == ["web at OTHER?", "db welcome"])
            #expect(try await Self.shown(scene) == Self.alone(scene))
            try await scene.repository.push(.file("README.md", "of nobody\n"))
            try await scene.daemon.sync()
            #expect(scene.trace.lines.count == changes.count + 1)
        }
    }

    /// What the last run printed.
    private static func shown(_ scene: Scene) async throws -> [String] {
        let last = try #require(try await scene.daemon.deployments(of: "web-dev").first?["id"]?.integer)
        return messages(try await scene.daemon.run("logs", "\(last)").output)
    }

    /// What Ansible prints in the clone.
    private static func alone(_ scene: Scene) async throws -> [String] {
        let result = try await Subprocess.run(
            "ansible-playbook",
            ["-i", "environments/dev", "playbooks/site.yml"],
            environment: ["TRACE": "/dev/null", "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"],
            in: scene.repository.clone
        )
        return messages(result.output)
    }

    private static func messages(_ log: String) -> [String] {
        log.split(separator: "\n").compactMap { line in
            let text = line.drop { $0 == " " }
            guard text.hasPrefix("\"msg\": \""), text.hasSuffix("\"") else { return nil }
            return String(text.dropFirst(8).dropLast())
        }
    }
}
