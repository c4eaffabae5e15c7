internal import Domain
internal import Platform

extension Supervision {
    /// Ends the run for a reason of our own, unless its end has come already.
    func end(as reason: Verdict) {
        if stage == .running {
            stage = .ending(Stage.Ending(from: BootClock.now(), run.limits))
        } else if !reason.isLoss {
            return
        }
        verdict = verdict ?? reason
    }

    func collect() throws {
        while true {
            switch try Subreaper.collect() {
            case .ended(let pid, let status): if pid == main { self.status = status }
            case .living: return
            case .childless: return hasChildren = false
            }
        }
    }

    func advance(at now: Int64) throws {
        switch stage {
        case .running:
            if status != nil {
                stage = .draining(until: now + run.limits.drain)
                // With its output at the end already there is nothing left that would be heard.
                try advance(at: now)
            } else if now >= deadline {
                end(as: .timedOut(run.timeout))
            }
        case .draining(let until): if streams.isAtEnd || now >= until { try endLeftovers(at: now) }
        case .ending(let ending): try advance(ending, at: now)
        case .over: break
        }
    }

    private func endLeftovers(at now: Int64) throws {
        guard hasChildren else { return stage = .over }
        leftovers = try tree.members().filter { !ProcessTree.isConnection($0) }
        if !leftovers.isEmpty {
            let names = leftovers.prefix(20).map(\.description).joined(separator: ", ")
            keep { try recorder.note("the main process has ended and left \(leftovers.count) behind: \(names); ended") }
        }
        stage = .ending(Stage.Ending(from: now, run.limits))
    }

    private func advance(_ ending: Stage.Ending, at now: Int64) throws {
        guard hasChildren else { return stage = .over }
        if now < ending.kill {
            try tree.terminate()
        } else {
            try noteStubborn()
            try tree.kill()
        }
        guard now >= ending.surrender else { return }
        survivors = try tree.members()
        let names = survivors.prefix(20).map(\.description).joined(separator: ", ")
        keep { try recorder.note("these processes could not be ended: \(names)") }
        stage = .over
    }

    /// Says once which processes did not end when they were asked to.
    private func noteStubborn() throws {
        guard !hasNamedStubborn else { return }
        hasNamedStubborn = true
        let names = try tree.members().prefix(20).map(\.description).joined(separator: ", ")
        guard !names.isEmpty else { return }
        keep { try recorder.note("these processes did not end when they were asked to, and are killed: \(names)") }
    }

    /// How long to wait for something to be heard before looking at the clock and the processes again.
    var patience: Int {
        let now = BootClock.now()
        switch stage {
        case .running: return Int(clamping: min(max(0, deadline - now), 60_000))
        case .draining(let until): return Int(clamping: max(0, until - now))
        case .ending: return 20
        case .over: return 0
        }
    }

    func record() -> ExitRecord {
        let verdict = self.verdict ?? status.map(recorder.verdict) ?? .failed("the main process was lost")
        return ExitRecord(
            verdict,
            status,
            leftovers: leftovers.map(\.name),
            survivors: survivors.map(Survivor.init),
            hasChildrenLeft: hasChildren
        )
    }
}

extension Verdict {
    /// Whether it says that something of the run was lost, which no good end makes up for.
    fileprivate var isLoss: Bool {
        if case .failed = self { true } else { false }
    }
}

extension ExitRecord {
    fileprivate init(
        _ verdict: Verdict,
        _ status: ExitStatus?,
        leftovers: [String],
        survivors: [Survivor],
        hasChildrenLeft: Bool
    ) {
        var code: Int32?
        var signal: Int32?
        switch status {
        case .exited(let number)?: code = number
        case .signaled(let number)?: signal = number
        case nil: break
        }
        self.init(
            outcome: verdict.outcome,
            exitCode: code,
            signal: signal,
            message: verdict.message,
            leftovers: leftovers,
            survivors: survivors,
            hasChildrenLeft: hasChildrenLeft
        )
    }
}
