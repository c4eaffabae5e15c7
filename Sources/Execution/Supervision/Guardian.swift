package import Domain
internal import Platform

/// The body of `reconciler guardian`, which the daemon starts for each run: it starts the run's supervisor, and ends
/// the run for it should the supervisor be killed.
///
/// Whatever loses its parent below a killed supervisor becomes a child of the guardian, so nothing of the run gets
/// away: no new session, no cleaned environment. It does nothing but wait, so that it gives nobody a reason to kill it.
/// As long as it lives, it holds the run's lock.
package enum Guardian {
    /// Runs until nothing of the run is left; `environment` is this process's own, which the supervisor gets too.
    ///
    /// - Returns: The process's exit status: the supervisor's own, 0 when the run was ended in its place.
    package static func run(_ environment: [String: String], _ failpoints: Failpoints = .unwatched) -> Int32 {
        BrokenPipes.reportAsErrors()
        do {
            try RunLock.holdForLife()
            try Subreaper.become()
            let signals = try SignalPipe([
                Signals.childEnded, Signals.terminate, Signals.interrupt, Signals.hangUp,
            ])
            let limits = try RunSpecification(RecordFile.read(RunFolder(path: ".").specification)).limits
            let supervisor = try start(environment)
            let status = try untilTheEnd(of: supervisor, signals)
            let exitStatus = conclude(status, limits, failpoints)
            stayUntilChildless(signals)
            return exitStatus
        } catch {
            SupervisorLog.note("reconciler guardian is started by the daemon, for one run: \(error)")
            return 2
        }
    }

    /// Hands the supervisor all that the daemon handed down, and keeps the lock alone.
    private static func start(_ environment: [String: String]) throws -> Int32 {
        let handed = [Supervisor.cancelDescriptor, Supervisor.secretsDescriptor]
        let descriptors = [2, Supervisor.lockDescriptor] + handed
        let request = SpawnRequest(
            executable: Paths.ownExecutable,
            arguments: ["supervise"],
            name: "reconciler",
            environment: environment,
            descriptors: Dictionary(uniqueKeysWithValues: zip(descriptors, descriptors)),
            newSession: true
        )
        let supervisor = try request.start().pid
        for number in handed { _ = Descriptor(adopting: number) }
        return supervisor
    }

    /// Waits for the supervisor, and hands on the signals that were meant for it.
    private static func untilTheEnd(of supervisor: Int32, _ signals: borrowing SignalPipe) throws -> ExitStatus {
        while true {
            while case .ended(let pid, let status) = try Subreaper.collect() {
                if pid == supervisor { return status }
            }
            _ = try ReadableDescriptors.wait(for: [signals.reader.number], upTo: 60_000)
            let told = try signals.take()
            // It may have been stopped, and then watches over nothing; to one that goes on this says nothing.
            if told.contains(Signals.childEnded) { Signals.send(Signals.continue, to: supervisor) }
            for signal in told.subtracting([Signals.childEnded]) { Signals.send(signal, to: supervisor) }
        }
    }

    /// Ends what the supervisor has left, and writes down how the run ended where it has not.
    ///
    /// - Returns: The process's exit status.
    private static func conclude(_ status: ExitStatus, _ limits: RunLimits, _ failpoints: Failpoints) -> Int32 {
        let folder = RunFolder(path: ".")
        do {
            // A run may have removed the mark; what it has started shows that it had begun.
            let hasBegun = try StartMark.isThere(in: folder) || !ProcessTree.collectEnded()
            let isOver = Folder.somethingExists(at: folder.exit)
            let survivors = endAll(limits)
            guard hasBegun, !isOver else { return status.code }
            failpoints.reach(.restEnded)
            Supervisor.seal(folder)
            let record = ExitRecord(
                outcome: .interrupted,
                message: "the run's supervisor ended before the run did (\(status))",
                survivors: survivors.map(Survivor.init),
                hasChildrenLeft: ProcessTree.hasChildren
            )
            try ExitFile.write(record, in: folder)
            failpoints.reach(.lossWritten)
            return 0
        } catch {
            SupervisorLog.note("the end of the run could not be written down: \(error)")
            return 2
        }
    }

    /// SIGTERM, and SIGKILL after the patience that a run is given.
    ///
    /// A look at the processes that fails is repeated: they are nobody else's to end.
    ///
    /// - Returns: Those that could not be ended, as far as they are shown.
    private static func endAll(_ limits: RunLimits) -> [ProcessEntry] {
        let ending = Stage.Ending(from: BootClock.now(), limits)
        var tree = ProcessTree()
        var said = ""
        while true {
            let now = BootClock.now()
            do {
                if try ProcessTree.collectEnded() { return [] }
                if now >= ending.surrender { return try tree.members() }
                if now < ending.kill { try tree.terminate() } else { try tree.kill() }
            } catch {
                let words = "the processes of the run could not be looked at: \(error)"
                if words != said { SupervisorLog.note(words) }
                said = words
                if now >= ending.surrender { return [] }
            }
            // Cut short or not: the clock is looked at above.
            _ = try? ReadableDescriptors.wait(for: [], upTo: 20)
        }
    }

    /// What could not be ended may end by itself, or by somebody with more rights; asked to end, it is tried again.
    ///
    /// Whatever fails here is tried again too: the lock is held as long as there are children.
    private static func stayUntilChildless(_ signals: borrowing SignalPipe) {
        while ProcessTree.hasChildren {
            _ = try? ReadableDescriptors.wait(for: [signals.reader.number], upTo: 60_000)
            let told = (try? signals.take()) ?? []
            if !told.subtracting([Signals.childEnded]).isEmpty { try? ProcessTree().kill() }
        }
    }
}

extension ExitStatus {
    /// As a shell tells it: 128 and more for a signal.
    fileprivate var code: Int32 {
        switch self {
        case .exited(let code): code
        case .signaled(let signal): 128 + signal
        }
    }
}
