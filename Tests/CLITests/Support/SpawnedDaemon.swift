import Domain
import Foundation
import Glibc
import Platform
import Testing

@testable import CLI

/// The built program as a daemon of its own, with a configuration file.
final class SpawnedDaemon: Sendable {
    let folder: TemporaryFolder
    private let process: ChildProcess

    /// Starts it with what the file says and waits until it answers.
    init(_ configuration: String) async throws {
        folder = try TemporaryFolder()
        try folder.write("config.json", configuration)
        let log = try Descriptor.open("\(folder.path)/log", [.write, .create, .append])
        process = try SpawnRequest(
            executable: Self.program,
            arguments: ["run", "--config", "\(folder.path)/config.json"] + Self.rights,
            environment: ["PATH": "/usr/bin:/bin"],
            workingDirectory: folder.path,
            descriptors: [1: log.number, 2: log.number]
        ).start()
        try await eventually("the daemon answers") { try await self.status() != nil }
    }

    deinit {
        // It may have ended long ago.
        try? process.send(SIGKILL)
        _ = try? process.wait()
    }

    /// As root the daemon must be told so.
    static let rights = geteuid() == 0 ? ["--run-as", "root"] : []

    /// The program is built beside the tests.
    static let program: String = {
        var buffer = [CChar](repeating: 0, count: 4_096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let own = String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let beside = FilePaths.folder(of: own) + "/reconciler"
        guard access(beside, X_OK) != 0 else { return beside }
        // The runner of another toolchain lies elsewhere; the package's own folder is where tests are started.
        return FileManager.default.currentDirectoryPath + "/.build/debug/reconciler"
    }()

    var stateDir: String { "\(folder.path)/state" }

    var log: String { (try? String(contentsOfFile: "\(folder.path)/log", encoding: .utf8)) ?? "" }

    func signal(_ number: Int32) throws { try process.send(number) }

    func end(_ number: Int32) async throws -> Platform.ExitStatus {
        try process.send(number)
        return try await process.exitStatus()
    }

    /// The daemon's status; nil while it does not answer.
    func status() async throws -> JSONValue? {
        if let status = try process.poll() { throw DaemonGone(status: status, log: log) }
        let console = RecordingConsole()
        let code = await Program.run(["status", "-o", "json", "--state-dir", stateDir], .sample(console))
        return code == .done ? try Samples.json(console.output) : nil
    }
}

struct DaemonGone: Error {
    let status: Platform.ExitStatus
    let log: String
}

/// Waits until something is so; a minute is more than enough for a machine that is very busy.
func eventually(_ what: String, _ isSo: () async throws -> Bool) async throws {
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(60)
    while clock.now < deadline {
        if try await isSo() { return }
        try await Task.sleep(for: .milliseconds(20))
    }
    Issue.record("not in time: \(what)")
}
