internal import Domain
internal import Platform

/// Ends what is left of a run whose guardian is gone too: the processes that bear the run's mark, and all that are below
/// them or were seen below them.
struct RunSweep {
    private let assignment: String
    private let limits: RunLimits
    private let send: @Sendable (Int32, Int32) -> Bool
    private let look: @Sendable (String) throws -> [ProcessEntry]

    /// - Parameters:
    ///   - run: The run whose mark its processes bear.
    ///   - limits: The daemon's own: those of the run's file are for its supervisor, and the run may have changed them.
    ///   - send: Sends a signal to a process, and says whether that was allowed.
    ///   - look: The living processes that were started with a variable.
    init(
        _ run: RunSpecification,
        limits: RunLimits,
        send: @escaping @Sendable (Int32, Int32) -> Bool = { Signals.send($0, to: $1) },
        look: @escaping @Sendable (String) throws -> [ProcessEntry] = { try ProcessTable.started(with: $0) }
    ) {
        self.send = send
        self.look = look
        assignment = "\(run.mark.name)=\(run.mark.value)"
        self.limits = limits
    }

    /// So many looks in a row that find nothing.
    private static let proof = 3

    /// SIGTERM, then SIGKILL, until none is left, or none of those that are left may be signalled.
    ///
    /// One look proves nothing: a process may start another and end while the table is being read.
    ///
    /// - Returns: Those that could not be ended, by name and number.
    func untilNothingIsLeft() async throws -> [String] {
        let began = BootClock.now()
        var asked: Set<Int32> = []
        var looksInVain = 0
        var left: [ProcessEntry] = []
        while true {
            // One that has cleaned its environment is known by its parent, also when that has ended.
            // A daemon that the run has started is no part of it, nor is what that has started.
            left = try await family(of: left)
            looksInVain = left.isEmpty ? looksInVain + 1 : 0
            guard looksInVain < Self.proof else { return [] }
            let elapsed = BootClock.now() - began
            let mayGoOn = left.filter { tell($0, &asked, isPatient: elapsed < limits.patience) }
            guard left.isEmpty || !mayGoOn.isEmpty, elapsed < limits.patience + limits.surrender else {
                return left.map(\.description)
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// The living ones of these, and all that is found now.
    private func family(of known: [ProcessEntry]) async throws -> [ProcessEntry] {
        try await Workers.processes.lookUp { [assignment, look] in
            try ProcessTable.family(of: known + look(assignment), without: OwnProcess.pid)
        }
    }

    /// - Returns: Whether the process may be signalled.
    private func tell(_ process: ProcessEntry, _ asked: inout Set<Int32>, isPatient: Bool) -> Bool {
        guard isPatient else { return send(Signals.kill, process.pid) }
        guard !asked.contains(process.pid) else { return true }
        guard send(Signals.terminate, process.pid) else { return false }
        asked.insert(process.pid)
        // A stopped one is woken, so that it can end.
        return send(Signals.continue, process.pid)
    }
}
