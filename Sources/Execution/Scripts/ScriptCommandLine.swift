internal import Domain
internal import Platform

/// How a deploy script is started: the file itself, never a shell.
enum ScriptCommandLine {
    static func request(_ script: RelativePath, _ run: RunSpecification, _ folder: RunFolder) throws -> SpawnRequest {
        guard let place = run.place(script) else { throw CannotStart("the script \(script) leaves the source") }
        return SpawnRequest(
            executable: "\(folder.export)/\(place.text)",
            arguments: ["--config", folder.configuration],
            environment: RunEnvironment.variables(run, folder),
            workingDirectory: run.workingDirectory(in: folder),
            newSession: true
        )
    }
}

/// A run's main process could not be started.
struct CannotStart: Error, CustomStringConvertible {
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }

    var description: String { "could not be started: \(reason)" }
}
