import Domain
import Execution
import Platform
import TestSupport
import Testing

@Suite("A playbook's run")
struct PlaybookRunTests {
    private static let hosts = """
        [pair]
        alpha
        beta
        [lost]
        gone ansible_remote_tmp=/proc/nowhere
        [all:vars]
        ansible_connection=local
        ansible_python_interpreter={{ ansible_playbook_python }}
        """

    private static func playbook(
        limit: String? = nil,
        tags: [String] = [],
        extra: JSONObject = JSONObject()
    ) throws -> ServiceDefinition.Playbook {
        ServiceDefinition.Playbook(
            path: try RelativePath("site.yml"),
            inventory: [try RelativePath("hosts.ini")],
            limit: limit,
            tags: tags,
            extraVariables: extra
        )
    }

    private static func run(
        _ text: String,
        limit: String? = nil,
        tags: [String] = [],
        extra: JSONObject = JSONObject(),
        files: [String: String] = [:],
        bench: RunBench? = nil
    ) async throws -> FinishedRun {
        try await (try bench ?? RunBench()).run(
            playbook: try playbook(limit: limit, tags: tags, extra: extra),
            files: files.merging(["site.yml": text, "hosts.ini": hosts]) { $1 }
        )
    }

    @Test("reports its plan, then each task on each host, with handlers, loops, skips, rescues and ignored errors")
    func everything() async throws {
        let run = try await Self.run(
            """
            - hosts: pair
              gather_facts: false
              roles: [web]
              tasks:
                - name: greet
                  debug: {msg: "hello {{ inventory_hostname }} {{ colour }}"}
                - name: only alpha
                  command: "true"
                  when: inventory_hostname == 'alpha'
                - name: loop
                  debug: {msg: "{{ item }}"}
                  loop: [a, b]
                - name: secret
                  debug: {msg: do-not-show}
                  no_log: true
                - name: tolerated
                  command: "false"
                  ignore_errors: true
                - block:
                    - name: try
                      fail: {msg: broken}
                  rescue:
                    - name: mend
                      debug: {msg: mended}
            """,
            extra: JSONObject([JSONObject.Member("colour", .string("blue"))]),
            files: [
                "roles/web/tasks/main.yml": "- name: change\n  command: \"true\"\n  notify: restart\n",
                "roles/web/handlers/main.yml": "- name: restart\n  debug: {msg: restarted}\n",
            ]
        )
        #expect(run.end == RunEnd(outcome: .succeeded, exitCode: 0))
        guard case .plan(let planned)? = run.reports.first else { throw Missing("no plan") }
        #expect(
            planned.map(\.name).contains("web : change") && planned.map(\.name).contains { $0.hasSuffix("restart") }
        )
        #expect(run.last("greet", on: "beta")?.message == "hello beta blue")
        #expect(run.last("only alpha", on: "alpha")?.changed == true)
        #expect(run.last("only alpha", on: "beta")?.state == .skipped)
        #expect(run.last("loop", on: "alpha")?.message == "2 items")
        #expect(run.last("secret", on: "alpha")?.message == "output hidden by no_log")
        #expect(run.last("tolerated", on: "alpha")?.state == .success)
        #expect(run.last("tolerated", on: "alpha")?.message?.hasPrefix("failed, ignored: ") == true)
        #expect(run.last("try", on: "alpha")?.message == "failed, rescued: broken")
        #expect(run.last("mend", on: "beta")?.state == .success)
        #expect(run.steps.contains { $0.name.hasSuffix("restart") && $0.state == .success })
        #expect(run.text.contains("PLAY RECAP") && !run.text.contains("do-not-show") && !run.text.contains("\u{1B}"))
    }

    @Test("fails with the task, the host and the reason")
    func failure() async throws {
        let run = try await Self.run(
            """
            - hosts: pair
              gather_facts: false
              tasks:
                - name: copy
                  command: sh -c 'echo no space >&2; exit 7'
                  when: inventory_hostname == 'beta'
            """
        )
        #expect(run.end.outcome == .failed && run.end.exitCode == 2)
        #expect(run.end.message?.hasPrefix("task \"copy\" failed on beta: ") == true)
        #expect(run.end.message?.contains("no space") == true)
    }

    @Test("fails when a host cannot be reached, unless the playbook ignores that")
    func unreachable() async throws {
        let text = """
            - hosts: alpha:lost
              gather_facts: false
              tasks:
                - name: ask
                  ping:
                  ignore_unreachable: IGNORE
            """
        let strict = try await Self.run(text.replacing("IGNORE", with: "false"))
        #expect(strict.end.outcome == .failed && strict.end.exitCode == 4)
        #expect(strict.end.message?.hasPrefix("task \"ask\" failed on gone: unreachable") == true)
        let lenient = try await Self.run(text.replacing("IGNORE", with: "true"))
        #expect(lenient.end.outcome == .succeeded)
        #expect(lenient.last("ask", on: "gone")?.message?.hasPrefix("unreachable, ignored") == true)
    }

    @Test("fails when no host matches, although Ansible calls that a success")
    func noHost() async throws {
        let text = "- hosts: pair\n  name: Everywhere\n  gather_facts: false\n  tasks: [{debug: }]\n"
        let run = try await Self.run(text.replacing("pair", with: "nobody"))
        #expect(run.end.outcome == .failed && run.end.exitCode == 0)
        #expect(run.end.message?.hasPrefix("no host matched (play \"Everywhere\")") == true)
        #expect(try await Self.run(text, limit: "alpha").last("debug", on: "beta") == nil)
    }

    @Test("fails with Ansible's words when the playbook cannot be read")
    func syntax() async throws {
        let run = try await Self.run("- hosts: [\n")
        #expect(run.end.outcome == .failed && run.end.exitCode == 4)
        #expect(run.end.message?.contains("ERROR") == true)
    }

    @Test("takes nothing from the repository for an option, and is not misled by an ansible.cfg")
    func hostile() async throws {
        let run = try await Self.run(
            "- hosts: pair\n  gather_facts: false\n  tasks: [{name: tagged, debug: , tags: [--help]}]\n",
            tags: ["--help"],
            files: ["ansible.cfg": "[defaults]\nstdout_callback = null\ncallbacks_enabled =\n"]
        )
        #expect(run.end.outcome == .succeeded)
        #expect(run.last("tagged", on: "alpha")?.state == .success)
    }

    @Test("says what is missing when there is no Ansible")
    func noAnsible() async throws {
        let bench = try RunBench(ansible: Execution.AnsibleProgram(program: "no-such-ansible"))
        let run = try await Self.run("[]", bench: bench)
        #expect(run.end.outcome == .failed && run.end.exitCode == nil)
        #expect(run.end.message?.hasPrefix("could not be started: no-such-ansible was not found in /usr") == true)
    }

    @Test("is ended whole by a cancel, with modules and background jobs")
    func cancel() async throws {
        let bench = try RunBench()
        let id = try await bench.start(
            .sample(action: .playbook(try Self.playbook())),
            files: [
                "hosts.ini": Self.hosts,
                "site.yml": """
                - hosts: alpha
                  gather_facts: false
                  tasks:
                    - {name: behind, command: sleep 1000, async: 1000, poll: 0}
                    - {name: before, command: sleep 1000}
                """,
            ]
        )
        try await bench.wait("both tasks run") {
            try bench.processes(id).filter { $0.name == "sleep" }.count == 2
        }
        try await bench.executor.cancel(id)
        let run = try await bench.follow(id)
        #expect(run.end.outcome == .cancelled)
        #expect(try bench.processes(id).isEmpty)
    }
}
