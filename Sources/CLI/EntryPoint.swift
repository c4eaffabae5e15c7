package import Domain
internal import Glibc

/// What each executable made of this module does: a person's command, or the work of one of the daemon's children.
package enum EntryPoint {
    /// Reads the line with which this process was started, carries it out, and ends the process.
    ///
    /// - Parameter failpoints: Where it says how far it has come; the users' executable says so to nobody.
    package static func run(_ failpoints: Failpoints) async -> Never {
        let arguments = ProcessContext.arguments
        if let hidden = arguments.first.flatMap(HiddenCommand.init) { exit(hidden.run(failpoints)) }
        do {
            exit(await Program.run(arguments, try context(failpoints)).rawValue)
        } catch {
            StandardConsole(environment: [:]).say("\(error)")
            exit(ExitCode.failed.rawValue)
        }
    }

    private static func context(_ failpoints: Failpoints) throws -> CommandContext {
        let environment = ProcessContext.environment
        return CommandContext(
            environment: environment,
            workingDirectory: ProcessContext.workingDirectory,
            user: ProcessContext.user,
            console: StandardConsole(environment: environment),
            time: try SystemTime(),
            failpoints: failpoints
        )
    }
}
