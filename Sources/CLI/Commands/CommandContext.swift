internal import Domain

/// What a command knows of the place where it was started.
struct CommandContext: Sendable {
    let environment: [String: String]
    /// Absolute.
    let workingDirectory: String
    let user: ConfigurationReader.Input.User
    let console: any Console
    let time: any TimeSource
    var passwords: any PasswordPrompt = StandardPasswordPrompt()
    var failpoints = Failpoints.unwatched

    var now: Instant { time.now() }

    /// The client of the daemon that the line, the environment or the defaults name.
    func client(_ invocation: Invocation) throws -> DaemonClient {
        DaemonClient(socket: try ControlSocketPlace(self).path(invocation))
    }
}
