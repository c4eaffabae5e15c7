import Domain
import TestSupport
import Testing

@Suite("The command validate")
struct ValidateCommandTests {
    @Test("warns of requirements that may change, and refuses those that nobody may name")
    func requirements() async throws {
        let lab = try await GalaxyLab()
        try await withFolder { folder in
            let repository = try await ConfigRepository(in: folder)
            let trace = Trace(folder: folder)
            try await repository.push(
                trace.samples.playbook("site") + [
                    .file(
                        "site/requirements.yml",
                        "- {name: demo, src: \"\(lab.repository("role"))\", scm: git, version: main}\n"
                    )
                ],
                message: "Start"
            )
            let warned = try await Subprocess.run(Program.path, ["validate", repository.bare, "--ref", "main"])
            #expect(warned.exit == 0, "\(warned.output)\(warned.errors)")
            #expect(warned.output.contains("site/requirements.yml: warning: the role demo (\(lab.repository("role")))"))
            #expect(warned.output.contains("\"main\" may be a branch"))
            try await repository.push([.file("site/requirements.yml", "- {name: a, src: 'git+ext::sh -c id'}\n")])
            let refused = try await Subprocess.run(Program.path, ["validate", repository.bare, "--ref", "main"])
            #expect(refused.exit == 1 && refused.output.contains("has Git run a program"))
        }
    }

    @Test("warns of what a playbook names and its service does not cover, with the line to add")
    func notCovered() async throws {
        try await withFolder { folder in
            let repository = try await ConfigRepository(in: folder)
            try await repository.push(Self.repository(watch: ""), message: "Start")
            let warnings = [
                #"services/web/site.yml:3:13: warning: roles/common is named here and not covered: "#
                    + #"add "../../roles/common" to watch in services/web/service.json"#,
                #"services/web/site.yml:5:19: warning: shared/motd is named here and not covered: "#
                    + #"add "../../shared/motd" to watch in services/web/service.json"#,
            ]
            for arguments in [[repository.clone], [repository.bare, "--ref", "main"]] {
                let warned = try await Subprocess.run(Program.path, ["validate"] + arguments)
                #expect(warned.exit == 0, "\(warned)")
                #expect(warned.output.split(separator: "\n").map(String.init) == warnings)
            }
            let blind = try await Subprocess.run(
                Program.path,
                ["validate", repository.clone],
                environment: ["PATH": "/nonexistent"]
            )
            #expect(
                blind.exit == 0
                    && blind.output.contains("what playbooks name is not looked at: no Ansible is installed")
            )
            try await repository.push(
                Self.repository(watch: #", "watch": ["../../roles/common", "../../shared/motd"]"#)
            )
            let clean = try await Subprocess.run(Program.path, ["validate", repository.clone])
            #expect(clean.exit == 0 && clean.output.isEmpty, "\(clean)")
        }
    }

    /// A service whose playbook names a role by its path, which names a file of its own, and a file elsewhere.
    private static func repository(watch: String) -> [ConfigRepository.Change] {
        [
            .file(
                "services/web/service.json",
                #"{"name": "web", "ansible_playbook": "site.yml"\#(watch)}"#
            ),
            .file(
                "services/web/site.yml",
                """
                - hosts: localhost
                  roles:
                    - role: ../../roles/common
                  tasks:
                    - copy: {src: ../../shared/motd, dest: /nowhere/motd}
                    - copy: {src: "{{ computed }}/motd", dest: /nowhere/motd}

                """
            ),
            .file("roles/common/tasks/main.yml", "- copy: {src: own, dest: /nowhere/own}\n"),
            .file("roles/common/files/own", ""),
            .file("shared/motd", ""),
        ]
    }
}
