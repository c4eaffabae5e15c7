import Testing

@Suite("The plan of the events plugin")
struct PluginPlanTests {
    private static let planOnly = ["RECONCILER_PLAN_ONLY": "1"]

    @Test("is all that happens when only the plan is wanted", arguments: AnsibleProgram.installed)
    func only(ansible: AnsibleProgram) async throws {
        let run = try await PlaybookRun.of("tags.yml", with: ansible, environment: Self.planOnly)

        #expect(run.status == 0, "\(run.output)")
        #expect(Set(run.events.dropFirst().map(\.event)) == ["plan"])
        #expect(run.events("plan").map(\.play) == ["Tagged", "Facts by tag", "No facts"])
        #expect(!run.output.contains("PLAY ["))
        let facts = "Gathering Facts"
        let tagged = [
            "web : install {{ package }}", "plain", "for the web", "slowly", "attempt", "repair", "from a file",
        ]
        #expect(run.tasks("Tagged") == [facts] + tagged)
        #expect(run.tasks("Facts by tag") == [facts, "for the database"])
        #expect(run.tasks("No facts") == ["without facts"])
        #expect(run.events("plan").first?.handlers == ["web : restart", "afterwards"])
    }

    @Test("heeds the tags of the command line", arguments: AnsibleProgram.installed)
    func tags(ansible: AnsibleProgram) async throws {
        let arguments = ["--tags", "web", "--skip-tags", "slow"]
        let run = try await PlaybookRun.of("tags.yml", with: ansible, arguments: arguments, environment: Self.planOnly)

        let left = [
            "Gathering Facts", "web : install {{ package }}", "for the web", "attempt", "repair", "from a file",
        ]
        #expect(run.tasks("Tagged") == left)
        #expect(run.tasks("Facts by tag") == [])
        #expect(run.tasks("No facts") == ["without facts"])
    }

    @Test("finds a task that runs only when asked for by tag", arguments: AnsibleProgram.installed)
    func never(ansible: AnsibleProgram) async throws {
        let arguments = ["--tags", "rarely"]
        let run = try await PlaybookRun.of("tags.yml", with: ansible, arguments: arguments, environment: Self.planOnly)

        #expect(run.tasks("Tagged") == ["Gathering Facts", "asked for by name"])
    }

    @Test("runs nothing either when the plugin is missing and no task can match", arguments: AnsibleProgram.installed)
    func withoutPlugin(ansible: AnsibleProgram) async throws {
        let environment = Self.planOnly.merging(["ANSIBLE_CALLBACK_PLUGINS": "/no/such/folder"]) { $1 }
        let arguments = ["--start-at-task", "no task is called 7c2e1d"]
        let run = try await PlaybookRun.of("tags.yml", with: ansible, arguments: arguments, environment: environment)

        #expect(run.events.isEmpty)
        #expect(!run.output.contains("TASK ["))
    }
}

extension PlaybookRun {
    /// The names that the plan has for a play.
    fileprivate func tasks(_ play: String) -> [String] {
        events("plan").filter { $0.play == play }.flatMap { $0.tasks ?? [] }.map(\.name)
    }
}
