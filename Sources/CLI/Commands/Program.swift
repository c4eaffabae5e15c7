/// The program as one function: a line in, an exit status out.
enum Program {
    static func run(_ arguments: [String], _ context: CommandContext) async -> ExitCode {
        do {
            return try await carryOut(
                try ArgumentParser.parse(arguments, commands: Command.all.map(\.syntax), later: Command.later),
                context
            )
        } catch let error as CommandFailure {
            context.console.say(error.description)
            return error.code
        } catch let error as UsageError {
            context.console.say(error.description)
            return .usage
        } catch {
            context.console.say("\(error)")
            return .failed
        }
    }

    private static func carryOut(_ parsed: ParsedArguments, _ context: CommandContext) async throws -> ExitCode {
        switch parsed {
        case .version: try context.console.write("reconciler \(Version.text)\n")
        case .help(let name): try context.console.write(help(of: name))
        case .run(let invocation):
            guard let command = Command.all.first(where: { $0.syntax.name == invocation.command }) else { break }
            return try await command.run(invocation, context)
        }
        return .done
    }

    private static func help(of name: String?) -> String {
        let commands = Command.all.map(\.syntax)
        if let command = commands.first(where: { $0.name == name }) { return HelpText.command(command) }
        if let name, commands.contains(where: { $0.group == name }) { return HelpText.group(name, commands) }
        return HelpText.program(commands)
    }
}
