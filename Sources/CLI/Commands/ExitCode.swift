/// How a command ended, as its exit status says it.
enum ExitCode: Int32, Sendable {
    case done = 0
    case failed = 1
    /// Wrong usage; for `plan --detailed-exitcode`, that there are changes.
    case usage = 2
    case timedOut = 3
    case noDaemon = 4

    static let changes = ExitCode.usage
}

/// A command that could not be carried out.
struct CommandFailure: Error, CustomStringConvertible {
    let code: ExitCode
    /// What was being done, what was found, what to do.
    let description: String

    init(_ code: ExitCode = .failed, _ description: String) {
        self.code = code
        self.description = description
    }
}
