import Domain
import Testing

@testable import CLI

@Suite("The plan for people")
struct PlanTextTests {
    static func plan() throws -> JSONValue {
        try Samples.json(
            #"""
            {"revision": "3f2a9c1d", "changes": 4, "items": [
                {"service": "db", "decision": "nothing", "reason": "synced", "message": "nothing", "drift": [],
                 "deployed_version": "1", "desired_version": "1"},
                {"service": "api", "decision": "deploy", "message": "deploy, because its version has changed",
                 "drift": ["version_changed"], "deployed_version": "1", "desired_version": "2"},
                {"service": "new", "decision": "wait", "message": "wait, because 'api' must be deployed first",
                 "drift": ["not_deployed"], "deployed_version": null, "desired_version": "1"},
                {"service": "held", "decision": "hold", "message": "hold, because it is suspended",
                 "drift": ["version_changed"], "deployed_version": "1", "desired_version": "a|b<`c"},
                {"service": "old", "decision": "nothing", "message": "nothing, because it left", "drift": ["removed"],
                 "deployed_version": "1", "desired_version": null}
            ], "problems": [{"path": "x/service.json", "line": 1, "column": 2, "severity": "error", "message": "bad"}]}
            """#
        )
    }

    @Test("says that nothing of it happens before somebody accepts it")
    func held() throws {
        let plan = try Samples.json(
            #"""
            {"revision": "3f2a", "changes": 0, "items": [], "problems": [], "held": {"reason": "removals",
             "message": "2 services would be removed, more than 1*", "revision": "3f2a", "since": "x"}}
            """#
        )
        let text = "Held (removals): 2 services would be removed, more than 1*; "
        #expect(
            PlanText(paint: Paint(isOn: false)).text(plan)
                == "Nothing to do.\n\(text)accept it with: reconciler sync --accept 3f2a\n"
        )
        #expect(
            PlanMarkdown.text(plan) == """
                ### Plan of `3f2a`

                **Held** (removals): 2 services would be removed, more than 1\\*

                Nothing to do.

                """
        )
    }

    @Test("shows what changes, and counts the rest")
    func text() throws {
        #expect(
            PlanText(paint: Paint(isOn: false)).text(try Self.plan()) == """
                   SERVICE  DEPLOYED  DESIRED  DECISION
                ~  api      1         2        deploy, because its version has changed
                +  new      -         1        wait, because 'api' must be deployed first
                !  held     1         a|b<`c   hold, because it is suspended
                -  old      1         -        nothing, because it left

                1 to deploy, 2 waiting or held, 1 removed. 1 service in sync.

                Problems:
                  x/service.json:1:2: bad

                """
        )
    }

    @Test("says that there is nothing to do")
    func nothing() {
        #expect(PlanText(paint: Paint(isOn: false)).text(.null) == "Nothing to do.\n")
    }
}

@Suite("The plan in Markdown")
struct PlanMarkdownTests {
    @Test("is a table that text from the repository cannot break")
    func table() throws {
        let text = PlanMarkdown.text(try PlanTextTests.plan())
        #expect(text.hasPrefix("### Plan of `3f2a9c1d`\n\n| | Service | Deployed | Desired | Decision |\n|---|"))
        #expect(text.contains("| `~` | `api` | `1` | `2` | deploy, because its version has changed |\n"))
        #expect(text.contains("| `!` | `held` | `1` | `a\\|b<'c` | hold, because it is suspended |\n"))
        #expect(text.contains("| `-` | `old` | `1` | – | nothing, because it left |\n"))
        #expect(text.hasSuffix("#### Problems\n\n- `x/service.json:1:2: bad`\n"))
    }

    @Test("says that there is nothing to do")
    func nothing() {
        #expect(PlanMarkdown.text(.null) == "### Plan\n\nNothing to do.\n")
    }
}
