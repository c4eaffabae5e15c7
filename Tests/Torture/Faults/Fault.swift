import Domain

/// What is done to the program on purpose.
enum Fault: Hashable {
    case nothing
    case killDaemon
    case killSupervisor
    case killGuardian
    case killEverything
    case stopDaemon
    case stopSupervisor
    case fullDisk
    case clockBack
    case clockAhead
    case remoteCloses
    case remoteStalls
    case remoteSaysGarbage
    case reload
    case reloadAtFailpoint
    case cancelledRequests
    case manyRuns
    case hostileCommits
    /// The process that reaches it is killed there.
    case failpoint(Failpoint)

    static let all: [Fault] =
        [
            .nothing, .killDaemon, .killSupervisor, .killGuardian, .killEverything, .stopDaemon, .stopSupervisor,
            .fullDisk, .clockBack, .clockAhead, .remoteCloses, .remoteStalls, .remoteSaysGarbage,
            .reload, .reloadAtFailpoint, .cancelledRequests, .manyRuns, .hostileCommits,
        ] + Failpoint.allCases.map(Fault.failpoint)

    init?(name: String) {
        guard let fault = Fault.all.first(where: { $0.name == name }) else { return nil }
        self = fault
    }

    /// The word for `--fault`.
    var name: String {
        switch self {
        case .failpoint(let failpoint): failpoint.rawValue
        case .nothing: "nothing"
        case .killDaemon: "kill_daemon"
        case .killSupervisor: "kill_supervisor"
        case .killGuardian: "kill_guardian"
        case .killEverything: "kill_everything"
        case .stopDaemon: "stop_daemon"
        case .stopSupervisor: "stop_supervisor"
        case .fullDisk: "full_disk"
        case .clockBack: "clock_back"
        case .clockAhead: "clock_ahead"
        case .remoteCloses: "remote_closes"
        case .remoteStalls: "remote_stalls"
        case .remoteSaysGarbage: "remote_says_garbage"
        case .reload: "reload"
        case .reloadAtFailpoint: "reload_at_failpoint"
        case .cancelledRequests: "cancelled_requests"
        case .manyRuns: "many_runs"
        case .hostileCommits: "hostile_commits"
        }
    }

    /// What the table says.
    var description: String {
        switch self {
        case .nothing: "none, for comparison"
        case .killDaemon: "`kill -9` of the daemon at random moments"
        case .killSupervisor: "`kill -9` of a run's supervisor, with and without its guardian"
        case .killGuardian: "`kill -9` of the guardians of runs"
        case .killEverything: "`kill -9` of the daemon and all guardians and supervisors at once"
        case .stopDaemon: "SIGSTOP of the daemon"
        case .stopSupervisor: "SIGSTOP of guardians and supervisors, with and without `kill -9` of the daemon meanwhile"
        case .fullDisk: "a full disk, with and without `kill -9` of the daemon meanwhile"
        case .clockBack: "the clock jumps back by an hour"
        case .clockAhead: "the clock jumps ahead by a year"
        case .remoteCloses: "the remote closes after a random number of bytes"
        case .remoteStalls: "the remote says nothing more after a random number of bytes"
        case .remoteSaysGarbage: "the remote says garbage after a random number of bytes"
        case .reload: "SIGHUP with a changed configuration at random moments"
        case .reloadAtFailpoint: "SIGHUP with a changed configuration when a process reaches a random failpoint"
        case .cancelledRequests: "hundreds of requests whose clients go away at once"
        case .manyRuns: "many more runs at once: two and a half times as many as there are services"
        case .hostileCommits: "a hostile repository beside the good one"
        case .failpoint(let failpoint): "`kill -9` of the \(failpoint.process.name) at `\(failpoint.rawValue)`"
        }
    }

    /// Whether it needs a small file system of its own.
    var needsDisk: Bool { self == .fullDisk || self == .hostileCommits }

    /// Whether nothing is to follow in the same state dir, because it leaves much behind.
    var endsWorld: Bool { self == .manyRuns }

    /// Whether it takes from the program what it needs of the disk.
    var isOfDisk: Bool { self == .fullDisk || self == .failpoint(.cloneReplaced) }
}

/// Unsuccessful deployments that a round's fault explains.
struct Allowance {
    /// As many as supervisors were killed.
    var interruptions = 0
    /// A full disk, or a clone that cannot be read, keeps runs from being prepared.
    var hasBadDisk = false
}

extension Failpoint.Process {
    fileprivate var name: String {
        switch self {
        case .fetch: "fetching process"
        case .daemon: "daemon"
        case .supervisor: "supervisor"
        case .guardian: "guardian"
        }
    }
}
