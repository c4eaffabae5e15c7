import Domain
import Execution
import Foundation
import Glibc
import Platform
import TestSupport
import Testing

@Suite("The requirements of a run")
struct RequirementsRunTests {
    private static let hosts =
        "localhost ansible_connection=local ansible_python_interpreter=/usr/bin/python3\n"

    private static let site = """
        - hosts: all
          gather_facts: false
          roles: [demo, acme.tools.hello]
        """
    private static let roleOnly = "- hosts: all\n  gather_facts: false\n  roles: [demo]\n"
    private static let helloOnly =
        "- hosts: all\n  gather_facts: false\n  roles: [acme.tools.hello]\n"

    private static func bench(
        _ program: AnsibleProgram? = nil,
        account: Account? = nil,
        secrets: RunSecrets = .none,
        _ adjust: (inout GalaxySettings) -> Void = { _ in }
    ) throws -> RunBench {
        var galaxy = GalaxySettings()
        adjust(&galaxy)
        let ansible =
            program.map { Execution.AnsibleProgram(program: $0.path) } ?? Execution.AnsibleProgram()
        return try RunBench(ansible: ansible, galaxy: galaxy, secrets: secrets, account: account)
    }

    /// Starts a run of `site.yml` with these requirements beside it.
    private static func start(
        _ bench: RunBench,
        _ site: String,
        _ requirements: String,
        files: [String: String] = [:],
        id: Int64 = 1
    ) async throws -> Deployment.ID {
        let definition = ServiceDefinition.sample(
            action: .playbook(
                ServiceDefinition.Playbook(
                    path: try RelativePath("site.yml"),
                    inventory: [try RelativePath("hosts")]
                )
            )
        )
        let all = ["site.yml": site, "hosts": hosts, "requirements.yml": requirements]
        try await bench.prepare(definition, files: all.merging(files) { $1 }, id: id).start()
        return Deployment.ID(id)
    }

    private static func run(
        _ bench: RunBench,
        _ site: String,
        _ requirements: String,
        files: [String: String] = [:],
        id: Int64 = 1
    ) async throws -> FinishedRun {
        try await bench.follow(try await start(bench, site, requirements, files: files, id: id))
    }

    @Test(
        "are installed before it, and once: the next run has them without any network",
        arguments: AnsibleProgram.installed
    )
    func installed(program: AnsibleProgram) async throws {
        let lab = try await GalaxyLab()
        let bench = try Self.bench(program)
        let requirements = """
            roles:
              - {name: demo, src: "\(lab.repository("role"))", scm: git, version: v1.0.0}
            collections:
              - {name: acme.tools, source: "git+\(lab.repository("tools"))", type: git, version: 1.2.3}
            """
        let first = try await Self.run(bench, Self.site, requirements)
        #expect(first.end == RunEnd(outcome: .succeeded, exitCode: 0), "\(first.text)")
        #expect(first.story.prefix(2) == ["requirements running", "requirements success"])
        #expect(first.last("requirements")?.message?.hasPrefix("role demo v1.0.0 = ") == true)
        #expect(
            first.last("requirements")?.message?.contains("collection acme.tools 1.2.3 (1.2.3 = ") == true
        )
        #expect(
            first.shows("hello of the collection")
        )
        try lab.stop()
        let second = try await Self.run(bench, Self.site, requirements, id: 2)
        #expect(second.end == RunEnd(outcome: .succeeded, exitCode: 0), "\(second.text)")
        #expect(second.last("requirements")?.message?.contains("; as installed at ") == true)
        #expect(second.shows("demo one"))
        let copies = [first, second].map {
            "\(bench.folder($0.id))/requirements/roles/demo/tasks/main.yml"
        }
        #expect(copies.allSatisfy(Folder.somethingExists))
        #expect(!Folder.somethingExists(at: bench.folder(first.id) + "/galaxy"))
    }

    @Test("may be an old list, and tarballs", arguments: AnsibleProgram.installed)
    func tarballs(program: AnsibleProgram) async throws {
        let lab = try await GalaxyLab()
        let files = [
            "collections/requirements.yml": "collections:\n  - \(lab.file("acme-tools-1.2.3.tar.gz"))\n"
        ]
        let requirements = "- src: \(lab.file("demo.tar.gz"))\n  name: demo\n"
        let run = try await Self.run(try Self.bench(program), Self.site, requirements, files: files)
        #expect(run.end == RunEnd(outcome: .succeeded, exitCode: 0), "\(run.text)")
        #expect(run.last("requirements")?.message == "role demo, collection acme.tools 1.2.3")
    }

    @Test(
        "come from the servers that are configured, with their tokens",
        arguments: AnsibleProgram.installed
    )
    func servers(program: AnsibleProgram) async throws {
        let lab = try await GalaxyLab()
        var secrets = RunSecrets.none
        secrets.galaxyTokens = { ["lab": GalaxyLab.token] }
        let bench = try Self.bench(program, secrets: secrets) { galaxy in
            galaxy.servers = [GalaxySettings.Server(name: "lab", url: lab.address + "/api/")]
        }
        let run = try await Self.run(bench, Self.helloOnly, "collections: [acme.tools]\n")
        #expect(run.end == RunEnd(outcome: .succeeded, exitCode: 0), "\(run.text)")
        #expect(run.last("requirements")?.message == "collection acme.tools 1.2.3")
        #expect(try lab.requests().contains("/files/acme-tools-1.2.3.tar.gz"))
        #expect(!run.text.contains(GalaxyLab.token))
    }

    @Test("are behind the repository's own roles, which the ansible.cfg may name")
    func ownFirst() async throws {
        let lab = try await GalaxyLab()
        let requirements = "- {name: demo, src: \"git+\(lab.repository("role"))\", version: v1.0.0}\n"
        let own = "- name: Demo\n  ansible.builtin.debug: {msg: demo of the repository}\n"
        for (folder, configuration) in [
            ("roles", "[defaults]\n"), ("mine", "[defaults]\nroles_path = mine\n"),
        ] {
            let run = try await Self.run(
                try Self.bench(),
                Self.roleOnly,
                requirements,
                files: ["ansible.cfg": configuration, "\(folder)/demo/tasks/main.yml": own]
            )
            #expect(run.end.outcome == .succeeded, "\(run.text)")
            #expect(run.shows("demo of the repository"), "\(folder)")
        }
    }

    @Test(
        "that are a branch are resolved anew after a day, and are what they were while that cannot be done"
    )
    func branch() async throws {
        let lab = try await GalaxyLab()
        let bench = try Self.bench()
        let requirements =
            "- {name: demo, src: \"\(lab.repository("role"))\", scm: git, version: main}\n"
        func run(_ id: Int64) async throws -> FinishedRun {
            try await Self.run(bench, Self.roleOnly, requirements, id: id)
        }
        let first = try await run(1)
        #expect(first.last("requirements")?.message?.hasPrefix("role demo main = ") == true)
        let commit = try lab.changeRole("two")
        #expect(try await run(2).shows("demo one"))
        try Self.age(bench)
        let third = try await run(3)
        #expect(third.last("requirements")?.message == "role demo main = \(commit.prefix(12))")
        #expect(third.shows("demo two"))
        try lab.stop()
        try Self.age(bench)
        let fourth = try await run(4)
        #expect(fourth.end.outcome == .succeeded && fourth.shows("demo two"))
        #expect(
            fourth.last("requirements")?.message?.contains("they could not be resolved anew: ") == true
        )
    }

    /// Makes everything that is kept a day and a second older.
    private static func age(_ bench: RunBench) throws {
        let folder = bench.state + "/requirements"
        for name in try Folder.names(in: folder) {
            let parts = name.split(separator: "-")
            let moment = try #require(Int64(parts[1])) - 86_401_000
            let older =
                "\(parts[0])-\(String(repeating: "0", count: 15 - String(moment).count))\(moment)-\(parts[2])"
            try FileManager.default.moveItem(atPath: "\(folder)/\(name)", toPath: "\(folder)/\(older)")
        }
    }

    @Test("end the run where one cannot be had, and say which")
    func missing() async throws {
        let lab = try await GalaxyLab()
        let requirements = """
            roles:
              - {name: demo, src: "\(lab.repository("role"))", scm: git, version: v1.0.0}
              - {name: gone, src: "\(lab.repository("gone"))", scm: git, version: v1.0.0}
            """
        let run = try await Self.run(try Self.bench(), Self.roleOnly, requirements)
        #expect(run.end.outcome == .failed && run.end.exitCode == nil)
        let begin =
            "step \"requirements\" failed: services/web/requirements.yml: the role gone (git://127.0.0.1:"
        #expect(run.end.message?.hasPrefix(begin) == true, "\(run.end)")
        #expect(run.story.last == "requirements failure" && run.last("Demo") == nil)
        let version = "- {name: demo, src: \"\(lab.repository("role"))\", scm: git, version: \"9.9\"}\n"
        let other = try await Self.run(try Self.bench(), Self.roleOnly, version)
        #expect(other.end.message?.contains("the role demo (git://") == true, "\(other.end)")
    }

    @Test("that nobody may name are refused before anything is fetched")
    func refused() async throws {
        let requirements = "- {name: demo, src: \"ext::sh -c 'touch /tmp/never'\", scm: git}\n"
        let run = try await Self.run(try Self.bench(), Self.roleOnly, requirements)
        #expect(run.end.outcome == .failed)
        #expect(run.end.message?.contains("entry 1 of \"roles\"") == true)
        #expect(run.end.message?.contains("has Git run a program") == true)
    }

    @Test("may be of the machine's own repositories only where the configuration says so")
    func local() async throws {
        let lab = try await GalaxyLab()
        let requirements =
            "- {name: demo, src: \"file://\(lab.path(of: "role"))\", scm: git, version: v1.0.0}\n"
        let refused = try await Self.run(try Self.bench(), Self.roleOnly, requirements)
        #expect(
            refused.end.message?.contains("ansible.galaxy.local in the configuration allows it") == true
        )
        let allowed = try await Self.run(
            try Self.bench { $0.local = true },
            Self.roleOnly,
            requirements
        )
        #expect(allowed.end.outcome == .succeeded, "\(allowed.text)")
    }

    @Test("are only those that were installed before where nothing may be fetched")
    func offline() async throws {
        let lab = try await GalaxyLab()
        let requirements =
            "- {name: demo, src: \"\(lab.repository("role"))\", scm: git, version: v1.0.0}\n"
        let run = try await Self.run(try Self.bench { $0.offline = true }, Self.roleOnly, requirements)
        #expect(
            run.end.outcome == .failed && run.end.message?.contains("ansible.galaxy.offline") == true
        )
    }

    @Test("are given up after their time, and when the run is cancelled, with nothing left")
    func ended() async throws {
        let lab = try await GalaxyLab()
        try lab.hang()
        let requirements =
            "- {name: demo, src: \"\(lab.repository("role"))\", scm: git, version: v1.0.0}\n"
        let late = try await Self.run(
            try Self.bench { $0.timeout = 2_000 },
            Self.roleOnly,
            requirements
        )
        #expect(late.end.outcome == .failed)
        #expect(late.end.message?.contains("it took longer than ansible.galaxy.timeout, 2s") == true)
        let bench = try Self.bench()
        let id = try await Self.start(bench, Self.roleOnly, requirements)
        try await bench.wait("git waits for an answer") {
            try bench.processes(id).contains { $0.name == "git" }
        }
        try await bench.executor.cancel(id)
        let run = try await bench.follow(id)
        #expect(run.end.outcome == .cancelled && run.story.last == "requirements failure")
        #expect(try bench.processes(id).isEmpty)
    }

    @Test("may be none, be it said or because the file names none")
    func none() async throws {
        let site =
            "- hosts: all\n  gather_facts: false\n  tasks: [{name: Plain, ansible.builtin.debug: {msg: plain}}]\n"
        let empty = try await Self.run(try Self.bench(), site, "---\nroles: []\n")
        #expect(
            empty.end.outcome == .succeeded && empty.last("requirements")?.message == "they name nothing"
        )
        let playbook = ServiceDefinition.Playbook(
            path: try RelativePath("site.yml"),
            inventory: [try RelativePath("hosts")],
            requirements: []
        )
        let files = ["site.yml": site, "hosts": Self.hosts, "requirements.yml": "- {src: gone.gone}\n"]
        let run = try await Self.bench().run(playbook: playbook, files: files)
        #expect(run.end.outcome == .succeeded && run.last("requirements") == nil)
    }

    @Test(
        "are installed with the run's rights, into what is kept where no run can reach",
        .enabled(if: geteuid() == 0 && Account.find("nobody") != nil)
    )
    func otherUser() async throws {
        let lab = try await GalaxyLab()
        let bench = try Self.bench(account: Account.find("nobody"))
        let site = """
            - hosts: all
              gather_facts: false
              roles: [demo, acme.tools.hello]
              tasks:
                - name: Look
                  ansible.builtin.debug: {msg: "{{ lookup('pipe', look) }}"}
              vars:
                look: "id -un; stat -c %U ../../../requirements/roles; ls \(bench.state) 2>/dev/null || echo closed"
            """
        let requirements = """
            roles: [{name: demo, src: "\(lab.repository("role"))", scm: git, version: v1.0.0}]
            collections: ["\(lab.file("acme-tools-1.2.3.tar.gz"))"]
            """
        let run = try await Self.run(bench, site, requirements)
        #expect(run.end == RunEnd(outcome: .succeeded, exitCode: 0), "\(run.text)")
        #expect(run.last("Look")?.message?.split(separator: "\n") == ["nobody", "nobody", "closed"])
    }
}

extension FinishedRun {
    /// Whether a step has this text in its message.
    fileprivate func shows(_ text: String) -> Bool { steps.contains { $0.message?.contains(text) == true } }
}
