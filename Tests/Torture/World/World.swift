import Foundation
import Glibc
import Platform
import TestSupport

/// One state dir with everything around it: the repository, the server, the daemon, and what is known of them.
final class World {
    let folder: String
    let settings: Settings
    var services: Services
    var commits: ConfigCommits
    var trace: TraceFile
    var ledger = Ledger()
    let relay: Relay
    let disk: SmallDisk?
    let api: ControlAPI
    let place: TorturedDaemon.Place
    /// What the daemon's configuration says unless a fault changes it.
    let usualSettings: DaemonSettings
    /// Another source, whose repository is made to harm at times.
    let hostile: HostileRemote
    var clock: ShiftedClock?
    /// How many supervisors were killed in this round.
    var killedSupervisors = 0
    private let server: GitDaemon
    private(set) var daemon: TorturedDaemon?
    /// What other daemons had outside of their state dirs when this world began.
    let placesBefore = (try? Outside.places()) ?? []

    struct Settings {
        let program: String
        let services: Int
        /// Whose rights runs have, where the torturer is root.
        let runAs: String
        /// With less free disk no run starts.
        let freeBytes: String
    }

    /// Makes everything, starts the daemon and waits until the first commit is deployed.
    init(_ settings: Settings) throws {
        self.settings = settings
        folder = "/tmp/reconciler-torture-\(UInt64.random(in: 0...UInt64.max))"
        // Runs with another user's rights write into the trace.
        for (path, mode) in [(folder, 0o755), ("\(folder)/trace", 0o777), ("\(folder)/failpoints", 0o700)] {
            try Folder.create(path)
            chmod(path, mode_t(mode))
        }
        disk = try? SmallDisk(at: "\(folder)/disk")
        trace = try TraceFile(path: "\(folder)/trace/trace")
        chmod(trace.path, 0o666)
        services = Services(count: settings.services)
        commits = try ConfigCommits(in: folder, trace: trace.path)
        server = try GitDaemon(serving: "\(folder)/remote")
        relay = try Relay(to: server.port)
        let state = disk == nil ? "\(folder)/state" : "\(folder)/disk/state"
        hostile = try HostileRemote(names: Services.hostilePrefix)
        place = TorturedDaemon.Place(program: settings.program, state: state, folder: folder)
        usualSettings = DaemonSettings(
            url: "git://127.0.0.1:\(relay.port)/config.git",
            hostileURL: hostile.url,
            runAs: geteuid() == 0 ? settings.runAs : nil,
            freeBytes: settings.freeBytes
        )
        try usualSettings.write(to: place.configuration)
        api = ControlAPI(socket: "\(state)/control.sock")
        try commits.commit(services.all.values.sorted { $0.name < $1.name }, number: services.commits)
        try start()
    }

    /// Ends everything, and removes it unless it is to be looked at.
    func end(keep: Bool) throws {
        try disk?.free()
        relay.use(nil)
        if let daemon, try daemon.end == nil { try daemon.end(with: SIGTERM) }
        relay.stop()
        try server.stop()
        guard !keep else { return }
        try Outside.remove(of: state)
        try disk?.unmount()
        try FolderRemoval.remove(folder)
    }

    var state: String { place.state }

    // MARK: The daemon

    /// Starts the daemon and waits until it answers.
    func start() throws {
        let daemon = try TorturedDaemon(place, clock: clock)
        self.daemon = daemon
        let isThere = try Patience.wait(upTo: 60) { try daemon.end != nil || api.isAnswering }
        if let end = try daemon.end, !end.isKill {
            throw Violation("the daemon does not start, \(end); it has said:\n\(daemon.lastWords)")
        }
        guard isThere else { throw Violation("the daemon does not answer; it has said:\n\(daemon.lastWords)") }
    }

    @discardableResult
    func end(with signal: Int32) throws -> ExitStatus? { try daemon?.end(with: signal) }

    /// Starts the daemon again if somebody has killed it.
    ///
    /// - Throws: ``Violation`` if it has ended by itself.
    func revive() throws {
        guard let daemon, let end = try daemon.end else { return }
        guard end.isKill else {
            throw Violation("the daemon has ended by itself, \(end); it has said:\n\(daemon.lastWords)")
        }
        try start()
    }

    func stopAndStart(clock: ShiftedClock?) throws {
        let status = try daemon?.end(with: SIGTERM)
        guard status == .exited(0) else { throw Violation("SIGTERM has ended the daemon with \(status as Any)") }
        self.clock = clock
        try start()
    }

    // MARK: Change

    /// Commits a change of so many services.
    func change(_ count: Int, _ random: inout SplitMix64) throws {
        let changed = services.change(count, &random)
        try commits.commit(changed, number: services.commits)
    }

    /// Makes the daemon poll, and does not wait for it.
    func pollSoon() { pollSoon(of: []) }

    /// Makes it poll the source of these services alone, or all if none is named.
    func pollSoon(of services: [String]) {
        let api = api
        // Whoever is killed does not answer; the poll is asked for again when everything settles.
        DispatchQueue.global().async { _ = try? api.sync(services) }
    }

    /// Waits until so many more lines are in the trace, or for a while if none come.
    func waitForTrace(lines: Int, patience: Double = 1.5) {
        let size = trace.size + Int64(lines) * 24
        _ = Patience.wait(upTo: patience, every: 1) { trace.size >= size }
    }
}

extension ExitStatus {
    /// Whether SIGKILL was the end.
    var isKill: Bool { self == .signaled(SIGKILL) }
}
