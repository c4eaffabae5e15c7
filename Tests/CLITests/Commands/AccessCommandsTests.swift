import Domain
import Testing

@testable import CLI

@Suite("Users and tokens from the command line")
struct AccessCommandsTests {
    private let console = RecordingConsole()

    @Test("are given out with a warning where nobody is called so")
    func warnings() async throws {
        let token = #"{"token": "a.b.c", "record": {"id": 7}, "has_account": false, "has_service": false}"#
        let daemon = try DaemonStandIn(["GET /healthz": [(200, "ok")], "POST /tokens": [(201, token), (201, token)]])
        #expect(await daemon.run(["token", "create", "--type", "service", "--service", "wbe"], console) == .done)
        #expect(await daemon.run(["token", "create", "--type", "user", "--name", "eva"], console) == .done)
        #expect(console.output == "a.b.c\na.b.c\n")
        #expect(
            console.messages == [
                "no service is called 'wbe' now: the token reads nothing until there is one",
                "no user is called 'eva': the token lives until it expires, or until 'reconciler token revoke 7'",
            ]
        )
        await daemon.stop()
    }

    @Test("are changed by the daemon, if one answers")
    func daemon() async throws {
        let user = #"{"name": "alice"}"#
        let token = #"{"token": "a.b.c", "record": {"id": 7}, "has_account": true}"#
        let daemon = try DaemonStandIn([
            "GET /healthz": [(200, "ok")], "POST /users": [(201, user)],
            "POST /tokens": [(201, token), (200, #"{"changed": true}"#), (200, #"{"changed": false}"#), (200, "{}")],
        ])
        try daemon.folder.write("secret", "correct horse\n")
        let file = ["--password-file", "\(daemon.folder.path)/secret"]
        #expect(await daemon.run(["user", "add", "alice"] + file, console) == .done)
        #expect(await daemon.run(["user", "delete", "alice"], console) == .done)
        #expect(await daemon.run(["token", "create", "--type", "user", "--name", "alice"], console) == .done)
        #expect(await daemon.run(["token", "revoke", "7"], console) == .done)
        #expect(await daemon.run(["token", "revoke", "7"], console) == .done)
        #expect(await daemon.run(["token", "rotate-key", "--now"], console) == .done)
        #expect(
            daemon.requests.filter { !$0.hasPrefix("GET /healthz") } == [
                #"POST /users {"action":"add","name":"alice","password":"correct horse"}"#,
                #"POST /users {"action":"delete","name":"alice","password":null}"#,
                #"POST /tokens {"action":"create","type":"user","name":"alice","service":null,"expires":null}"#,
                #"POST /tokens {"action":"revoke","id":"7"}"#, #"POST /tokens {"action":"revoke","id":"7"}"#,
                #"POST /tokens {"action":"rotate-key","now":true}"#,
            ]
        )
        #expect(
            console.output == """
                alice may read the status API.
                alice is deleted; their tokens have ended.
                a.b.c
                Token 7 is revoked.
                Token 7 is worth nothing already.
                Tokens are signed with a new key; every token from before is worth nothing.

                """
        )
        #expect(console.messages.isEmpty)
        await daemon.stop()
    }

    @Test("are changed in the store itself without a daemon, all the way")
    func store() async throws {
        let folder = try TemporaryFolder()
        let run = { (line: [String]) in
            let console = RecordingConsole()
            let prompt = FixedPrompt(password: "short")
            var context = CommandContext.sample(console)
            context.passwords = prompt
            let code = await Program.run(line + ["--state-dir", "\(folder.path)/state"], context)
            return (code: code, output: console.output, messages: console.messages.joined(separator: "\n"))
        }
        #expect(await run(["user", "list"]).code == .noDaemon)
        #expect(await run(["user", "delete", "alice"]).code == .noDaemon)
        let added = await run(["user", "add", "alice"])
        #expect(added.code == .done)
        #expect(added.messages == "a password of fewer than 8 characters is easily guessed")
        let twice = await run(["user", "add", "alice"])
        #expect(twice.code == .failed)
        #expect(
            twice.messages.hasSuffix(
                "there is a user 'alice' already; `reconciler user update` gives them another password"
            )
        )
        let created = await run(["token", "create", "--type", "user", "--name", "alice"])
        #expect(created.output.split(separator: ".").count == 3 && created.output.hasSuffix("\n"))
        #expect(created.messages.isEmpty)
        let stray = await run(["token", "create", "--type", "user", "--name", "nobody", "--expires", "1h"])
        #expect(stray.messages.contains("'reconciler token revoke 2'"))
        #expect(await run(["token", "create", "--type", "service", "--service", "web"]).code == .done)
        #expect(await run(["token", "create", "--type", "config"]).code == .done)
        #expect(await run(["user", "update", "alice"]).code == .done)
        #expect(await run(["token", "revoke", "4"]).code == .done)
        #expect(await run(["token", "revoke", "99"]).code == .failed)
        let list = try Samples.json(await run(["token", "list", "-o", "json"]).output)["items"]?.array ?? []
        #expect(list.map { $0["id"]?.integer } == [4, 3, 2, 1])
        #expect(list.map { $0["status"]?.string } == ["revoked", "valid", "valid", "user_changed"])
        #expect(await run(["token", "rotate-key", "--now"]).code == .done)
        #expect(await run(["token", "list"]).output.contains("key_dropped"))
        #expect(await run(["user", "list"]).output.contains("alice"))
        #expect(await run(["user", "delete", "alice"]).code == .done)
        #expect(await run(["user", "list"]).output == "There are no users.\n")
    }

    @Test("are left alone while a daemon holds the state dir and does not answer")
    func held() async throws {
        let folder = try TemporaryFolder()
        let stateDir = try await StateDir("\(folder.path)/state")
        let code = await Program.run(["token", "list", "--state-dir", stateDir.path], .sample(console))
        #expect(code == .noDaemon)
        _ = try folder.write("state/store.sqlite", "")
        let again = await Program.run(["token", "list", "--state-dir", stateDir.path], .sample(console))
        #expect(again == .noDaemon)
        #expect(console.messages.last?.hasPrefix("a daemon uses the state dir") == true)
    }

    @Test("are not looked for in a state dir that nobody named when only a socket is")
    func socketAlone() async throws {
        let folder = try TemporaryFolder()
        let line = ["user", "add", "alice", "--control-socket", "\(folder.path)/s"]
        var context = CommandContext.sample(console, environment: ["HOME": folder.path])
        context.passwords = FixedPrompt(password: "long enough")
        #expect(await Program.run(line, context) == .noDaemon)
    }

    @Test(
        "are not changed by a line that makes no sense",
        arguments: [
            ["token"], ["token", "create"], ["token", "create", "--type", "deployment"],
            ["token", "create", "--type", "service"], ["token", "create", "--type", "user", "--service", "web"],
            ["token", "create", "--type", "service", "--service", "N O"],
            ["token", "create", "--type", "user", "--name", "a b"],
            ["token", "create", "--type", "user", "--expires", "soon"],
            ["token", "create", "--type", "user", "--expires", "0s"],
            ["token", "create", "--type", "user", "--expires", "100000h"], ["token", "revoke"], ["user", "add"],
            ["user", "add", "a:b"], ["user", "delete", "a", "b"], ["user", "rename"],
        ]
    )
    func usage(line: [String]) async throws {
        let folder = try TemporaryFolder()
        #expect(await Program.run(line + ["--state-dir", "\(folder.path)/state"], .sample(console)) == .usage)
    }

    @Test("are given a password that can be read")
    func unreadable() async throws {
        let folder = try TemporaryFolder()
        let line = ["user", "add", "alice", "--state-dir", "\(folder.path)/state", "--password-file"]
        #expect(await Program.run(line + ["\(folder.path)/none"], .sample(console)) == .failed)
        try folder.write("two", "a\nb")
        #expect(await Program.run(line + ["\(folder.path)/two"], .sample(console)) == .failed)
        #expect(console.messages.first?.hasPrefix("the password cannot be read:") == true)
        #expect(console.messages.last == "the password has more than one line")
    }
}

/// A person who always types the same.
private struct FixedPrompt: PasswordPrompt {
    let password: String

    func newPassword(of user: UserName) -> String { password }
}
