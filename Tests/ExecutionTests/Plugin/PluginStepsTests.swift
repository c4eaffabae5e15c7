import Testing

@Suite("The events plugin, over a run that succeeds", .serialized)
struct PluginStepsTests {
    @Test("starts with the version and ends with the statistics", arguments: AnsibleProgram.installed)
    func frame(ansible: AnsibleProgram) async throws {
        let run = try await steps(ansible)

        #expect(run.status == 0, "\(run.output)")
        #expect(run.events.first?.event == "playbook_start")
        #expect(run.events.first?.ansible?.first == "2")
        #expect(run.events.last?.event == "stats")
        #expect(run.events("plugin_error").map(\.message) == [])
        #expect(Set(run.statistics.keys) == ["alpha", "beta"])
        #expect(run.statistics.values.allSatisfy { $0.failures == 0 && $0.unreachable == 0 })
        #expect(run.statistics["alpha"]?.rescued == 2)
    }

    @Test("announces the tasks under the ids that they then report", arguments: AnsibleProgram.installed)
    func plan(ansible: AnsibleProgram) async throws {
        let run = try await steps(ansible)
        let planned = run.events("plan").flatMap { $0.tasks ?? [] }
        let started = run.events("task_start")

        let notRun = planned.filter { task in !started.contains { $0.task == task.task } }
        #expect(notRun.map(\.name) == ["never tried", "not here"])
        for task in planned {
            let start = started.first { $0.task == task.task }
            #expect(start == nil || start?.section == task.section, "\(task.name)")
        }
        #expect(run.events("plan").first?.handlers == ["web : restart", "never notified"])
        #expect(planned.first { $0.name == "recover" }?.section == "rescue")
        #expect(!planned.contains { $0.name == "leave" })
    }

    @Test("starts a task once, and ends every host that began it once", arguments: AnsibleProgram.installed)
    func pairs(ansible: AnsibleProgram) async throws {
        let run = try await steps(ansible)
        let rows = { (event: PluginEvent) in "\(event.task ?? "") \(event.host ?? "")" }

        let tasks = run.events("task_start").compactMap(\.task)
        #expect(Set(tasks).count == tasks.count)
        #expect(run.events("host_start").map(rows).sorted() == run.events("result").map(rows).sorted())
        #expect(Set(run.events("result").compactMap(\.task)) == Set(tasks))
    }

    @Test("tells what a task did, in its words", arguments: AnsibleProgram.installed)
    func plain(ansible: AnsibleProgram) async throws {
        let run = try await steps(ansible)

        #expect(run.results("web : install nginx").map(\.status) == ["changed", "changed"])
        #expect(run.results("say hello").map(\.message) == ["hello from alpha", "hello from beta"])
        #expect(run.results("show a variable").map(\.message) == ["package: nginx", "package: nginx"])
        #expect(run.results("not on this day").map(\.status) == ["skipped", "skipped"])
        #expect(run.results("not on this day").first?.message?.hasPrefix("Conditional result was False") == true)
        #expect(run.events("notify").map(\.handler) == ["web : restart", "web : restart"])
        #expect(run.events("task_start").filter { $0.kind == "handler" }.map(\.name) == ["web : restart"])
    }

    @Test("tells a rescued failure and the sections of blocks", arguments: AnsibleProgram.installed)
    func blocks(ansible: AnsibleProgram) async throws {
        let run = try await steps(ansible)

        for name in ["try", "fail inside"] {
            #expect(run.results(name).map(\.status) == ["failed", "failed"])
            #expect(run.results(name).map(\.rescued) == [true, true])
            #expect(run.results(name).map(\.section) == ["block", "block"])
        }
        #expect(run.results("try").first?.message == "broken on purpose")
        #expect(run.results("fail inside").first?.message?.contains("inventory_hostname == 'nobody'") == true)
        #expect(run.results("recover").map(\.section) == ["rescue", "rescue"])
        #expect(run.results("included 0").map(\.section) == ["rescue", "rescue"])
        #expect(run.results("tidy up").map(\.section) == ["always", "always"])
        #expect(run.results("say hello").map(\.section) == [nil, nil])
    }

    @Test("tells an ignored failure with exit status and output", arguments: AnsibleProgram.installed)
    func ignored(ansible: AnsibleProgram) async throws {
        let results = try await steps(ansible).results("fail and be ignored")

        #expect(results.map(\.status) == ["ignored", "ignored"])
        #expect(results.first?.message == "exit status 3\nstderr: to stderr\nstdout: to stdout")
        #expect(results.first?.rescued == nil)
    }

    @Test("sums up loops and tells each turn", arguments: AnsibleProgram.installed)
    func loops(ansible: AnsibleProgram) async throws {
        let run = try await steps(ansible)

        let turns = run.events("item", of: "loop").filter { $0.host == "alpha" }
        #expect(turns.map(\.item) == ["item a", "item b", "item c"])
        #expect(turns.map(\.status) == ["ok", "changed", "skipped"])
        #expect(turns.map(\.message).prefix(2) == ["first", "second"])
        #expect(run.results("loop").first?.message == "3 items, 1 changed, 1 skipped")
        #expect(run.results("loop that fails").first?.message == "2 items, 1 failed, 1 skipped\nbutter: no butter")
        #expect(run.results("loop over nothing").first?.status == "skipped")
    }

    @Test("counts attempts", arguments: AnsibleProgram.installed)
    func retries(ansible: AnsibleProgram) async throws {
        let run = try await steps(ansible)
        let repeated = run.events("retry", of: "try again").filter { $0.host == "alpha" }

        #expect(repeated.map(\.attempt) == [1, 2])
        #expect(repeated.map(\.of) == [3, 3])
        #expect(run.results("try again").first?.attempts == 3)
        #expect(run.results("try again").first?.message == "not yet\n3 attempts")
    }

    @Test("keeps what no_log hides", arguments: AnsibleProgram.installed)
    func secrets(ansible: AnsibleProgram) async throws {
        let run = try await steps(ansible)

        #expect(!String(decoding: run.lines, as: UTF8.self).contains("hidden-"))
        let secret = run.events.filter { $0.event == "result" && $0.name?.hasPrefix("secret") == true }
        #expect(secret.count == 12)
        #expect(secret.allSatisfy { $0.message == "output hidden by no_log" })
        let turns = run.events("item", of: "secret loop") + run.events("item", of: "secret decided late")
        #expect(turns.count == 8)
        #expect(turns.allSatisfy { $0.item == nil && $0.message == "output hidden by no_log" })
        #expect(run.events("retry", of: "secret retries").map(\.message).first == "output hidden by no_log")
    }

    @Test("follows includes, imports and roles", arguments: AnsibleProgram.installed)
    func includes(ansible: AnsibleProgram) async throws {
        let run = try await steps(ansible)

        for name in ["included 1", "included 2", "imported", "bring a role", "extra : extra work"] {
            #expect(run.results(name).map(\.host) == ["alpha", "beta"], "\(name)")
        }
    }

    @Test("follows run_once, delegation and background tasks", arguments: AnsibleProgram.installed)
    func elsewhere(ansible: AnsibleProgram) async throws {
        let run = try await steps(ansible)

        #expect(run.results("elsewhere").map(\.host) == ["alpha"])
        #expect(run.results("elsewhere").map(\.delegate) == ["beta"])
        #expect(run.results("in the background").map(\.status) == ["changed"])
        #expect(run.results("say hello").first?.delegate == nil)
    }

    @Test("follows free and serial plays, plays without hosts, and an early end", arguments: AnsibleProgram.installed)
    func plays(ansible: AnsibleProgram) async throws {
        let run = try await steps(ansible)

        #expect(run.results("and freely again").map(\.host) == ["alpha", "beta"])
        #expect(run.events("no_hosts_matched").map(\.play) == ["For nobody"])
        #expect(run.events("play_start").filter { $0.play == "One after the other" }.count == 2)
        #expect(run.results("in turn").map(\.host) == ["alpha", "beta"])
        #expect(run.results("only the first").map(\.host) == ["alpha"])
        #expect(run.events.filter { $0.name == "leave" }.isEmpty)
        let facts = run.results("Gathering Facts")
        #expect(facts.map(\.host) == ["alpha", "beta"])
        #expect(Set(facts.map(\.task)).count == 1)
    }

    @Test("cuts long messages and cleans odd ones", arguments: AnsibleProgram.installed)
    func limits(ansible: AnsibleProgram) async throws {
        let run = try await steps(ansible)

        #expect(run.results("shout").first?.message?.unicodeScalars.count == 4_096)
        #expect(run.results("shout").first?.message?.hasSuffix("\u{2026}") == true)
        #expect(run.results("colours").first?.message == "red and  bytes")
        #expect(run.lines.allSatisfy { $0 < 0x80 })
    }

    private func steps(_ ansible: AnsibleProgram) async throws -> PlaybookRun {
        try await PlaybookRuns.shared.of("steps.yml", with: ansible)
    }
}
