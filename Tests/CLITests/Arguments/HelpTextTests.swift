import Testing

@testable import CLI

@Suite("The help")
struct HelpTextTests {
    @Test("of the program lists every command and nothing that is not supported")
    func program() {
        let lines = HelpText.program(Command.all.map(\.syntax)).split(separator: "\n")
        for command in Command.all { #expect(lines.contains { $0.hasPrefix("  \(command.syntax.name) ") }) }
        for command in Command.later { #expect(!lines.contains { $0.hasPrefix("  \(command) ") }) }
    }

    @Test("of a command says all that there is to say of it", arguments: Command.all.map(\.syntax.name))
    func command(name: String) throws {
        let syntax = try #require(Command.all.map(\.syntax).first { $0.name == name })
        let text = HelpText.command(syntax)
        #expect(text.hasPrefix("Usage: reconciler \(name)"))
        for option in syntax.options { #expect(text.contains("--\(option.name)")) }
        #expect(!syntax.examples.isEmpty)
        #expect(!syntax.exitCodes.isEmpty)
        #expect(text.contains("Exit status:\n  0  "))
    }

    @Test("fits a terminal of 80 columns")
    func width() {
        let pages = Command.all.map { HelpText.command($0.syntax) } + [HelpText.program(Command.all.map(\.syntax))]
        for line in pages.joined(separator: "\n").split(separator: "\n") {
            #expect(line.count <= 81, "\(line)")
            #expect(line.last?.isWhitespace == false)
        }
    }

    @Test("gives every option a name and a letter of its own")
    func unique() {
        for syntax in Command.all.map(\.syntax) {
            let options = syntax.options + GlobalOptions.all
            #expect(Set(options.map(\.name)).count == options.count, "\(syntax.name)")
            let letters = options.compactMap(\.short)
            #expect(Set(letters).count == letters.count, "\(syntax.name)")
        }
    }
}
