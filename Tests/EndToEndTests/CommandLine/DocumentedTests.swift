import Testing

@Suite("The documents")
struct DocumentedTests {
    static let commands = [
        "run", "init", "validate", "plan", "sync", "cancel", "suspend", "resume", "status", "explain", "history",
        "show", "logs", "token create", "token revoke", "token list", "token rotate-key", "user add", "user update",
        "user delete",
        "user list",
    ]

    @Test("name every option of every command", arguments: commands)
    func options(command: String) async throws {
        let help = try await Subprocess.succeed(
            Program.path,
            command.split(separator: " ").map(String.init) + ["--help"]
        ).output
        let documents = ["command-line.md", "configuration.md"].compactMap {
            TextFile.read("\(Program.checkout)/Docs/\($0)")
        }.joined()
        let options = Set(help.matches(of: /\n +(?:-[a-z], )?(--[a-z-]+)/).map { String($0.1) })
        #expect(options.contains("--help"))
        #expect(options.filter { !documents.contains("`\($0)") }.isEmpty)
    }

    @Test("describe every command")
    func everyCommand() async throws {
        let help = try await Subprocess.succeed(Program.path, ["--help"]).output
        let page = try #require(TextFile.read("\(Program.checkout)/Docs/command-line.md"))
        for command in Self.commands {
            #expect(help.contains(command))
            #expect(page.contains("| `\(command)"))
        }
    }
}
