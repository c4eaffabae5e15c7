import Domain
import Testing

@Suite("The command init", .behindTheGate)
struct InitCommandTests {
    /// A repository of playbooks, and how each service that is proposed is run without the daemon.
    struct Layout: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let files: [ConfigRepository.Change]
        /// The services' names, and the arguments of `ansible-playbook` in the repository.
        let alone: [String: [String]]
    }

    static let layouts: [Layout] = [
        Layout(
            testDescription: "one playbook, and an ansible.cfg that names the inventory",
            files: [
                .file("ansible.cfg", "[defaults]\ninventory = hosts.yml\n"), .file("hosts.yml", Self.hosts),
                .file("group_vars/all.yml", "greeting: hello\n"),
                .file("roles/a/tasks/main.yml", Self.show("{{ greeting }}")),
                .file("site.yml", "- hosts: web\n  gather_facts: false\n  roles: [a]\n"),
            ],
            alone: ["site": ["site.yml"]]
        ),
        Layout(
            testDescription: "several playbooks at the root that import each other",
            files: [
                .file("site.yml", "- import_playbook: web.yml\n- import_playbook: db.yml\n"),
                .file("inventory", "[all]\nweb \(Self.local)\ndb \(Self.local)\n"),
                .file(
                    "web.yml",
                    "- hosts: web\n  gather_facts: false\n  tasks:\n    - include_tasks: tasks/show.yml\n"
                ),
                .file("db.yml", "- hosts: db\n  gather_facts: false\n  vars_files: [vars/db.yml]\n  roles: [a]\n"),
                .file("tasks/show.yml", Self.show("{{ lookup('template', 'x.j2') }}")), .file("templates/x.j2", "x\n"),
                .file("vars/db.yml", "kind: db\n"), .file("roles/a/tasks/main.yml", Self.show("{{ kind }}")),
                .file(
                    "upgrade.yml",
                    "- hosts: all\n  gather_facts: false\n  tasks:\n    - include_vars: \"{{ item }}\"\n"
                        + "      with_fileglob: [\"{{ playbook_dir }}/config.yml\"]\n    - debug: {var: port}\n"
                ),
                .file("config.yml", "port: 8443\n"),
            ],
            alone: ["site": ["-i", "inventory", "site.yml"], "upgrade": ["-i", "inventory", "upgrade.yml"]]
        ),
        Layout(
            testDescription: "playbooks beside roles, with variables and files elsewhere",
            files: [
                .file("ansible.cfg", "[defaults]\nroles_path = roles\nfilter_plugins = filters\n"),
                .file(
                    "filters/loud.py",
                    "class FilterModule:\n    def filters(self):\n        return {'loud': str.upper}\n"
                ),
                .file("inventory/hosts.ini", "web \(Self.local)\n"),
                .file("inventory/group_vars/all.yml", "who: you\n"),
                .file("roles/a/tasks/main.yml", Self.show("{{ who | loud }} {{ what }}")),
                .file("vars/common.yml", "what: web\n"),
                .file(
                    "playbooks/web.yml",
                    "- hosts: web\n  gather_facts: false\n  vars_files: [../vars/common.yml]\n  roles: [a]\n  tasks:\n"
                        + "    - debug: {msg: \"{{ lookup('file', '../files/motd') }}\"}\n"
                ),
                .file(
                    "playbooks/db.yml",
                    "- hosts: db\n  tasks: []\n- hosts: web\n  roles: [../more/b]\n  gather_facts: false\n"
                ),
                .file("playbooks/more/README.md", ""), .file("more/b/tasks/main.yml", Self.show("b")),
                .file("files/motd", "hi"),
            ],
            alone: [
                "web": ["-i", "inventory/hosts.ini", "playbooks/web.yml"],
                "db": ["-i", "inventory/hosts.ini", "playbooks/db.yml"],
            ]
        ),
        Layout(
            testDescription: "environments as inventories, with variables linked in",
            files: [
                .file("ansible.cfg", "[defaults]\ninventory = ./environments/dev\n"),
                .file("environments/000_cross_env_vars", "region: north\n"),
                .file("environments/dev/hosts", "web \(Self.local)\n"),
                .file("environments/prod/hosts", "web \(Self.local)\n"),
                .file("environments/dev/group_vars/all/own", "env: dev\n"),
                .file("environments/prod/group_vars/all/own", "env: prod\n"),
                .link("environments/dev/group_vars/all/000_cross_env_vars", to: "../../../000_cross_env_vars"),
                .link("environments/prod/group_vars/all/000_cross_env_vars", to: "../../../000_cross_env_vars"),
                .file(
                    "site.yml",
                    "- hosts: web\n  gather_facts: false\n  tasks:\n    - debug: {msg: \"{{ env }} {{ region }}\"}\n"
                ),
            ],
            alone: ["site-dev": ["site.yml"], "site-prod": ["-i", "environments/prod", "site.yml"]]
        ),
    ]

    private static let local = "ansible_connection=local ansible_python_interpreter=/usr/bin/python3"
    private static let hosts =
        "all:\n  hosts:\n    web: {ansible_connection: local, ansible_python_interpreter: /usr/bin/python3}\n"

    private static func show(_ text: String) -> String {
        "- name: Show\n  ansible.builtin.debug:\n    msg: \"\(text)\"\n"
    }

    @Test("proposes what validates and runs as ansible-playbook alone does", arguments: layouts)
    func runs(layout: Layout) async throws {
        try await withDaemon(on: { _ in layout.files }) { scene in
            let clone = scene.repository.clone
            let shown = try await Subprocess.run(Program.path, ["init", clone, "-o", "json"])
            #expect(shown.exit == 0, "\(shown)")
            let items = try shown.json()["services"]?.array ?? []
            #expect(Set(items.compactMap { $0["definition"]?["name"]?.string }) == Set(layout.alone.keys))
            #expect(
                items.allSatisfy { $0["covers"]?.array?.isEmpty == false && $0["problems"]?.array?.isEmpty == true }
            )
            #expect(try await scene.repository.git("status", "--porcelain").isEmpty)

            let written = try await Subprocess.run(Program.path, ["init", clone, "--write"])
            #expect(written.exit == 0, "\(written)")
            let valid = try await Subprocess.run(Program.path, ["validate", clone])
            #expect(valid.exit == 0 && valid.output.isEmpty, "\(valid)")
            let again = try await Subprocess.run(Program.path, ["init", clone, "--write"])
            #expect(again.exit == 0 && again.output.isEmpty, "\(again)")

            try await scene.repository.push([], message: "Services")
            let synced = try await scene.daemon.sync()
            #expect(synced.exit == 0, "\(synced)")
            for (name, arguments) in layout.alone {
                let log = try await scene.daemon.run("logs", name).output
                let alone = try await Subprocess.run(
                    "ansible-playbook",
                    arguments,
                    environment: ["LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1", "HOME": "\(scene.folder)/home"],
                    in: clone
                )
                #expect(alone.exit == 0, "\(alone)")
                #expect(!Self.course(log).isEmpty)
                #expect(Self.course(log) == Self.course(alone.output), "\(log)")
            }
        }
    }

    /// What was done in which order, and of each task, sorted, what it said and how it ended on each host, and the sums.
    private static func course(_ output: String) -> [[String]] {
        var course: [[String]] = []
        for line in output.split(separator: "\n").map({ $0.drop { $0 == " " } }) {
            if line.hasPrefix("PLAY") || line.hasPrefix("TASK [") {
                course.append([String(line.prefix { $0 != "*" })])
            } else if !course.isEmpty, endings.contains(where: line.hasPrefix) {
                // Where the files are differs.
                let text =
                    line.hasPrefix("included:")
                    ? "included" : line.firstRange(of: " => ").map { line[..<$0.lowerBound] }
                course[course.count - 1].append(String(text ?? line))
            }
        }
        return course.map { $0.sorted() }
    }

    private static let endings = [
        "ok:", "changed:", "skipping:", "included:", "failed:", "fatal:", "\"msg\"", "\"port\"", "web ", "db ",
    ]

    @Test("never overwrites, leaves out what has a service, and says what it cannot propose")
    func careful() async throws {
        try await withFolder { folder in
            let repository = try await ConfigRepository(in: folder)
            try await repository.push(
                [
                    .file("site.yml", "- hosts: all\n"), .file("services/site/service.json", "{}"),
                    .file("web.yml", "- hosts: all\n"), .link("templates", to: "/etc/templates"),
                ],
                message: "Start"
            )
            let result = try await Subprocess.run(Program.path, ["init", repository.clone, "--write"])
            #expect(result.exit == 1, "\(result)")
            #expect(result.output.contains("templates: the link names an absolute path"))
            #expect(TextFile.read("\(repository.clone)/services/site/service.json") == "{}")
            try await repository.push([.remove("templates")])
            let second = try await Subprocess.run(Program.path, ["init", repository.clone, "--write"])
            #expect(
                second.exit == 1 && second.errors.contains("services/site/service.json is there already"),
                "\(second)"
            )
            #expect(TextFile.read("\(repository.clone)/services/site/service.json") == "{}")
            #expect(TextFile.read("\(repository.clone)/services/web/service.json")?.contains("../../web.yml") == true)
            let nothing = try await Subprocess.run(Program.path, ["init", "\(repository.clone)/services"])
            #expect(nothing.exit == 1 && nothing.errors.contains("there is no playbook here"))
        }
    }
}
