internal import Glibc

/// The program `reconciler`.
@main
struct Main {
    static func main() async {
        let arguments = ProcessSurroundings.arguments
        if let hidden = arguments.first.flatMap(HiddenCommand.init) { exit(hidden.run()) }
        do {
            exit(await Program.run(arguments, try surroundings()).rawValue)
        } catch {
            StandardConsole(environment: [:]).say("\(error)")
            exit(ExitCode.failed.rawValue)
        }
    }

    private static func surroundings() throws -> Surroundings {
        let environment = ProcessSurroundings.environment
        return Surroundings(
            environment: environment,
            workingDirectory: ProcessSurroundings.workingDirectory,
            user: ProcessSurroundings.user,
            console: StandardConsole(environment: environment),
            time: try SystemTime()
        )
    }
}
