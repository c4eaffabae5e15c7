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

    @Test("fails when tags leave no task, and does not say that no host matched")
    func noTask() async throws {
        let text = "- hosts: pair\n  gather_facts: false\n  tasks: [{debug: , tags: [a]}, {meta: flush_handlers}]\n"
        let run = try await Self.run(text, tags: ["b"])
        #expect(run.end.outcome == .failed && run.end.exitCode == 0)
        #expect(run.end.message?.hasPrefix("no task ran, although hosts matched") == true)
    }

    @Test("fails with the reason where Ansible gives it beside the message", arguments: AnsibleProgram.installed)
    func reasons(ansible: AnsibleProgram) async throws {
        let bench = { try RunBench(ansible: Execution.AnsibleProgram(program: ansible.path)) }
        let missing = "- hosts: alpha\n  gather_facts: false\n  tasks: [{include_vars: missing.yml}]\n"
        let included = try await Self.run(missing, bench: try bench())
        #expect(included.end.message?.contains("Could not find or access 'missing.yml'") == true)
        let facts = "- hosts: alpha\n  vars: {ansible_python_interpreter: /no/such/python}\n"
        let gathered = try await Self.run(facts, bench: try bench())
        #expect(
            gathered.end.message?.hasPrefix("task \"Gathering Facts\" failed on alpha: The following modules") == true
        )
        #expect(gathered.end.message?.contains("/no/such/python: not found") == true)
    }

    @Test(
        "calls the repository's callback plugins as Ansible alone does, beside ours",
        arguments: AnsibleProgram.installed
    )
    func callbacks(ansible: AnsibleProgram) async throws {
        func plugin(_ name: String, needsEnabled: Bool) -> String {
            """
            from ansible.plugins.callback import CallbackBase
            DOCUMENTATION = "name: \(name)\\ntype: notification\\nshort_description: x\\ndescription: x\\n"
            class CallbackModule(CallbackBase):
                CALLBACK_VERSION = 2.0
                CALLBACK_TYPE = 'notification'
                CALLBACK_NAME = '\(name)'
                CALLBACK_NEEDS_ENABLED = \(needsEnabled ? "True" : "False")
                def v2_playbook_on_stats(self, stats):
                    self._display.display('\(name) was called')

            """
        }
        let run = try await Self.run(
            "- hosts: alpha\n  gather_facts: false\n  tasks: [{debug: }]\n",
            files: [
                "ansible.cfg": "[defaults]\ncallback_plugins = plugins/callback\ncallbacks_enabled = enabled_one\n",
                "plugins/callback/by_path.py": plugin("by_path", needsEnabled: false),
                "callback_plugins/enabled_one.py": plugin("enabled_one", needsEnabled: true),
                "callback_plugins/not_enabled.py": plugin("not_enabled", needsEnabled: true),
            ],
            bench: try RunBench(ansible: Execution.AnsibleProgram(program: ansible.path))
        )
        #expect(run.end == RunEnd(outcome: .succeeded, exitCode: 0))
        #expect(run.text.contains("by_path was called") && run.text.contains("enabled_one was called"))
        #expect(!run.text.contains("not_enabled was called"))
        #expect(run.last("debug", on: "alpha")?.state == .success)
    }

    @Test("keeps stdout and stderr in the order in which they were written")
    func order() async throws {
        let program = "/tmp/execution-tests-\(UInt64.random(in: 0...UInt64.max))"
        // A leftover in the temporary folder harms nothing.
        defer { try? FolderRemoval.remove(program) }
        let text = "#!/bin/bash\nfor i in {1..200}; do echo out $i; echo err $i >&2; done\n"
        try DurableFile.write(Array(text.utf8), to: program, mode: 0o755)
        let run = try await Self.run("[]", bench: try RunBench(ansible: Execution.AnsibleProgram(program: program)))
        #expect(run.text == (1...200).map { "out \($0)\nerr \($0)\n" }.joined())
    }

    @Test("fails with Ansible's words when the playbook cannot be read")
    func syntax() async throws {
        let run = try await Self.run("- hosts: [\n")
        #expect(run.end.outcome == .failed && run.end.exitCode == 4)
        #expect(run.end.message?.contains("ERROR") == true)
        #expect(run.end.message?.contains("(services/web/site.yml:") == true)
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
