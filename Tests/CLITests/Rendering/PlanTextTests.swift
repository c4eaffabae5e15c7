import Domain
import Testing

@testable import CLI

@Suite("The plan for people")
struct PlanTextTests {
    static let now = Instant(millisecondsSince1970: 90_000)

    static func plan() throws -> JSONValue {
        try Samples.json(
            #"""
            {"revision": "3f2a9c1d", "in_sync": false, "changes": 4, "items": [
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
            PlanText(paint: Paint(isOn: false), now: Self.now).text(plan)
                == "Nothing to do.\n\(text)accept it with: reconciler sync --accept 3f2a\n"
        )
        #expect(
            PlanMarkdown.text(plan, now: Self.now) == """
                ### Plan of `3f2a`

                **Held** (removals): 2 services would be removed, more than 1\\*

                Nothing to do.

                """
        )
    }

    @Test("shows what changes, and counts the rest")
    func text() throws {
        #expect(
            PlanText(paint: Paint(isOn: false), now: Self.now).text(try Self.plan()) == """
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

    @Test("says of a source that is held why it cannot be polled, too")
    func heldAndUnreachable() throws {
        let plan = try Samples.json(
            #"""
            {"revision": null, "in_sync": false, "changes": 0, "sources": [
                {"name": "a", "url": "/a.git", "ref": "HEAD", "revision": "aaaaaaaaaa", "base": null,
                 "phase": "unreachable", "answered": "1970-01-01T00:01:20.000Z", "message": "refused",
                 "held": {"reason": "changes", "message": "too much", "revision": "cccccccccc", "command": "accept it"}}
             ], "unknown": [], "items": [], "problems": []}
            """#
        )
        #expect(
            PlanText(paint: Paint(isOn: false), now: Self.now).text(plan).hasPrefix(
                "Source 'a' at aaaaaaaa: HEAD of /a.git, answered 10s ago. It cannot be polled: refused. It is held at "
                    + "cccccccc: too much; `accept it` accepts it, "
            )
        )
    }

    @Test("says what was planned, how old that is, and what is not known and why")
    func unknown() throws {
        let plan = try Samples.json(
            #"""
            {"revision": null, "in_sync": false, "changes": 0, "sources": [
                {"name": "a", "url": "/a.git", "ref": "HEAD", "revision": "3f2a9c1d77", "base": null, "phase": "current",
                 "answered": "1970-01-01T00:01:00.000Z", "message": null, "held": null},
                {"name": "b", "url": "/b.git", "ref": "branch main", "revision": "aaaaaaaaaa", "base": null,
                 "phase": "unreachable", "answered": "1970-01-01T00:01:20.000Z", "message": "refused", "held": null},
                {"name": "c", "url": "/c.git", "ref": "HEAD", "revision": "bbbbbbbbbb", "base": null, "phase": "held",
                 "answered": "1970-01-01T00:01:00.000Z", "message": null,
                 "held": {"reason": "changes", "message": "too much", "revision": "cccccccccc", "command": "accept it"}}
             ], "unknown": [{"kind": "service", "name": "web", "reason": "invalid_definition", "message": "hold, because"}],
             "items": [
                {"service": "web", "decision": "hold", "drift": []}, {"service": "db", "decision": "nothing", "drift": []}
             ], "problems": []}
            """#
        )
        #expect(
            PlanText(paint: Paint(isOn: false), now: Self.now).text(plan) == """
                Source 'a' at 3f2a9c1d: HEAD of /a.git, answered 30s ago.
                Source 'b' at aaaaaaaa: branch main of /b.git, answered 10s ago. It cannot be polled: refused.
                Source 'c' at bbbbbbbb: HEAD of /c.git, answered 30s ago. It is held at cccccccc: too much; `accept it` \
                accepts it, `reconciler plan --ref cccccccccc` shows what that does.

                Nothing to do, as far as is known. 1 service in sync.

                Unknown:
                  service web: hold, because

                """
        )
        #expect(PlanMarkdown.text(plan, now: Self.now).contains("#### Unknown\n\n- service web: hold, because\n"))
    }

    @Test("names the place of the ref that was planned, a source's or a repository of one's own")
    func places() throws {
        func head(_ phase: String, base: String) throws -> String {
            let plan = try Samples.json(
                #"""
                {"revision": "3f2a9c1d77", "sources": [{"name": "a", "url": "/a.git", "ref": "main", "phase": "\#(phase)",
                 "revision": "3f2a9c1d77", "base": \#(base)}]}
                """#
            )
            return try #require(PlanHead.lines(plan, now: Self.now).first)
        }
        #expect(
            try head("current", base: #""bbbbbbbbbb""#)
                == "Plan of 'main' of /a.git (source 'a') at 3f2a9c1d, on bbbbbbbb, which is accepted."
        )
        #expect(
            try head("local", base: "null")
                == "Plan of 'main' of the repository here, /a.git, at 3f2a9c1d, compared with nothing deployed; what its "
                + "remote has may be another revision."
        )
    }

    @Test("says that there is nothing to do")
    func nothing() {
        #expect(PlanText(paint: Paint(isOn: false), now: Self.now).text(.null) == "Nothing to do.\n")
    }
}

@Suite("The plan in Markdown")
struct PlanMarkdownTests {
    @Test("is a table that text from the repository cannot break")
    func table() throws {
        let text = PlanMarkdown.text(try PlanTextTests.plan(), now: PlanTextTests.now)
        #expect(text.hasPrefix("### Plan of `3f2a9c1d`\n\n| | Service | Deployed | Desired | Decision |\n|---|"))
        #expect(text.contains("| `~` | `api` | `1` | `2` | deploy, because its version has changed |\n"))
        #expect(text.contains("| `!` | `held` | `1` | `a\\|b<'c` | hold, because it is suspended |\n"))
        #expect(text.contains("| `-` | `old` | `1` | – | nothing, because it left |\n"))
        #expect(text.hasSuffix("#### Problems\n\n- `x/service.json:1:2: bad`\n"))
    }

    @Test("says that there is nothing to do")
    func nothing() {
        #expect(PlanMarkdown.text(.null, now: PlanTextTests.now) == "### Plan\n\nNothing to do.\n")
    }
}
