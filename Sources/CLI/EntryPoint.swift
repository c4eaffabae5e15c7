package import Domain
internal import Glibc

/// What each executable made of this module does: a person's command, or the work of one of the daemon's children.
package enum EntryPoint {
    /// Reads the line with which this process was started, carries it out, and ends the process.
    ///
    /// - Parameter milestones: Where it says how far it has come; the users' executable says so to nobody.
    package static func run(_ milestones: Milestones) async -> Never {
        let arguments = ProcessSurroundings.arguments
        if let hidden = arguments.first.flatMap(HiddenCommand.init) { exit(hidden.run(milestones)) }
        do {
            exit(await Program.run(arguments, try surroundings(milestones)).rawValue)
        } catch {
            StandardConsole(environment: [:]).say("\(error)")
            exit(ExitCode.failed.rawValue)
        }
    }

    private static func surroundings(_ milestones: Milestones) throws -> Surroundings {
        let environment = ProcessSurroundings.environment
        return Surroundings(
            environment: environment,
            workingDirectory: ProcessSurroundings.workingDirectory,
            user: ProcessSurroundings.user,
            console: StandardConsole(environment: environment),
            time: try SystemTime(),
            milestones: milestones
        )
    }
}
