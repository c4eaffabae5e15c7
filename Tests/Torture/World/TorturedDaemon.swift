import Foundation
import Glibc
import Platform
import TestSupport

/// The daemon, which dies often.
final class TorturedDaemon {
    struct Place {
        let program: String
        let state: String
        let folder: String

        var configuration: String { "\(folder)/reconciler.json" }
        var failpoints: String { "\(folder)/failpoints" }
        var log: String { "\(folder)/daemon.log" }
    }

    private let process: ChildProcess
    private let place: Place

    /// Starts it; it does not answer yet.
    init(_ place: Place, clock: ShiftedClock?) throws {
        self.place = place
        let log = try Descriptor.open(place.log, [.write, .create, .append])
        var environment = [
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": place.folder, FailpointFolder.variable: place.failpoints,
        ]
        environment.merge(HostileBudget.environment) { $1 }
        environment.merge(clock?.environment ?? [:]) { $1 }
        process = try SpawnRequest(
            executable: place.program,
            arguments: ["run", "--state-dir", place.state, "--config", place.configuration],
            environment: environment,
            descriptors: [1: log.number, 2: log.number]
        ).start()
    }

    var pid: Int32 { process.pid }

    /// How it ended; nil while it runs.
    var end: ExitStatus? { get throws { try process.poll() } }

    func send(_ signal: Int32) throws { try process.send(signal) }

    /// Ends it and waits until it is gone, and until what it talks to remotes with is.
    ///
    /// - Throws: ``Trouble`` for a fetching process that stays.
    @discardableResult
    func end(with signal: Int32) throws -> ExitStatus {
        let fetchers = Machine.fetchers(of: pid)
        try send(signal)
        if signal != SIGKILL { try send(SIGCONT) }
        let status = try process.wait()
        let isGone = Patience.wait(upTo: 10) { !fetchers.contains(where: Machine.isFetcher) }
        guard isGone else { throw Violation("a fetching process outlives the daemon") }
        return status
    }

    /// The last lines of its log.
    var lastWords: String {
        let text = String(decoding: FileManager.default.contents(atPath: place.log) ?? Data(), as: UTF8.self)
        return text.split(separator: "\n").suffix(12).joined(separator: "\n")
    }
}

/// Something that the program has promised and not kept.
struct Violation: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
