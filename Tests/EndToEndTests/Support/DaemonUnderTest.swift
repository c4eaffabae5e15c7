import Domain
import Glibc
import Platform
import Testing

/// A daemon of a test's own: its state dir, its configuration, its log.
final class DaemonUnderTest: Sendable {
    let folder: String
    let stateDir: String
    let options: Options
    private let process: ChildProcess

    /// How a daemon is started.
    struct Options: Sendable {
        /// Arguments of `run` beside the state dir.
        var arguments: [String]
        /// How often it polls; by default only when it is asked to, so that tests decide when.
        var interval: String? = "0s"
        var environment: [String: String] = [:]
        /// A program in front of the daemon, as `strace`.
        var wrapper: [String] = []

        init(repository url: String) { arguments = ["--repo", url] }

        init(arguments: [String]) { self.arguments = arguments }
    }

    /// Starts a daemon and waits until it answers.
    init(in folder: String, _ options: Options) async throws {
        self.folder = folder
        self.options = options
        stateDir = "\(folder)/state"
        process = try Self.spawn(folder: folder, stateDir: stateDir, options)
        do {
            try await waitUntil("the daemon answers") {
                if let status = try self.process.poll() {
                    throw DaemonEnded(status: status.description, log: self.log)
                }
                return try await self.run(["status", "-o", "json"]).exit == 0
            }
        } catch {
            try await end(SIGKILL)
            throw error
        }
    }

    /// What the daemon has logged, over all its starts in this folder.
    var log: String { TextFile.read(Self.logPath(folder)) ?? "" }

    var pid: Int32 { process.pid }

    /// Ends the daemon and waits for its end.
    @discardableResult
    func end(_ signal: Int32 = SIGTERM) async throws -> Int32 {
        try process.send(signal)
        return try await process.exitStatus().number
    }

    var isRunning: Bool {
        get throws { try process.poll() == nil }
    }

    /// Runs a command of the program against this daemon.
    func run(_ arguments: [String]) async throws -> CommandResult {
        try await Subprocess.run(
            Program.path,
            arguments + ["--state-dir", stateDir],
            environment: ["HOME": "\(folder)/home"]
        )
    }

    func run(_ arguments: String...) async throws -> CommandResult { try await run(arguments) }

    /// Runs a command of the program against this daemon; anything but exit status 0 is an error.
    @discardableResult
    func succeed(_ arguments: String...) async throws -> CommandResult {
        let result = try await run(arguments)
        guard result.exit == 0 else { throw CommandFailed(result: result, remark: "a command failed") }
        return result
    }

    private static func spawn(folder: String, stateDir: String, _ options: Options) throws -> ChildProcess {
        let log = try Descriptor.open(logPath(folder), [.write, .create, .append])
        let root = geteuid() == 0 ? ["--run-as", "root"] : []
        let command =
            options.wrapper + [Program.path, "run", "--state-dir", stateDir]
            + (options.interval.map { ["--interval", $0] } ?? []) + [
                "--status-listen", "127.0.0.1:0", "--log-level", "debug",
            ] + root + options.arguments
        let environment = Subprocess.surroundings.merging(["HOME": "\(folder)/home"]) { $1 }
        return try SpawnRequest(
            executable: command[0],
            arguments: Array(command.dropFirst()),
            environment: environment.merging(options.environment) { $1 },
            descriptors: [1: log.number, 2: log.number]
        ).start()
    }

    private static func logPath(_ folder: String) -> String { "\(folder)/daemon.log" }
}

struct DaemonEnded: Error, CustomStringConvertible {
    let status: String
    let log: String

    var description: String { "the daemon ended, \(status), and had logged:\n\(log)" }
}
