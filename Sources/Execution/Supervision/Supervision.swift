internal import Domain
internal import Platform

/// Stays with one run from its start to its end, in one loop on one thread.
///
/// It reads what the run says, collects what has ended, watches the clock and the cancel pipe, and at the end
/// leaves nothing of the run behind.
final class Supervision {
    private let run: RunSpecification
    private let recorder: RunRecorder
    private let streams: RunStreams
    private let inbox: ReportInbox
    private let signals: SignalPipe
    private let cancel: Descriptor
    private let main: Int32
    private let deadline: Int64

    private var stage = Stage.running
    private var tree = ProcessTree()
    private var status: ExitStatus?
    /// Why the run ends, where the main process's own end does not decide it.
    private var verdict: Verdict?
    private var leftovers: [ProcessEntry] = []
    private var hasChildren = true

    init(
        run: RunSpecification,
        recorder: RunRecorder,
        streams: RunStreams,
        inbox: ReportInbox,
        signals: consuming SignalPipe,
        cancel: consuming Descriptor,
        main: Int32
    ) {
        (self.run, self.recorder, self.streams, self.inbox, self.main) = (run, recorder, streams, inbox, main)
        self.signals = signals
        self.cancel = cancel
        deadline = BootClock.now() + run.timeout
    }

    /// Returns when the run is over and nothing of it is left.
    func untilTheEnd() throws -> ExitRecord {
        while stage != .over {
            let ready = try ReadableDescriptors.wait(for: waitedFor, upTo: patience)
            take(ready)
            try collect()
            try advance(at: BootClock.now())
        }
        streams.readRest(hear)
        answerReports()
        inbox.close()
        keep { try recorder.finish() }
        return record()
    }

    // MARK: What is heard

    private var waitedFor: [Int32] { streams.open + [signals.reader.number, cancel.number, inbox.bell] }

    private func take(_ ready: Set<Int32>) {
        streams.read(ready, hear)
        if ready.contains(inbox.bell) { answerReports() }
        if ready.contains(cancel.number), isCancelled() { end(as: .cancelled) }
        // A failure to read them leaves them to be found by the next look at the children.
        let told = ready.contains(signals.reader.number) ? (try? signals.take()) ?? [] : []
        if let signal = told.subtracting([Signals.childEnded]).first { end(as: .interrupted(signal)) }
    }

    private func hear(_ voice: RunStreams.Voice, _ bytes: [UInt8]) {
        keep {
            switch voice {
            case .output: try recorder.takeOutput(bytes)
            case .error: try recorder.takeError(bytes)
            case .events: try recorder.takeEvents(bytes)
            }
        }
    }

    private func answerReports() {
        for delivery in inbox.take() {
            let isKept = keep {
                switch delivery.message {
                case .step(let update): try recorder.take(update)
                case .finished: try recorder.note("the run says that it has finished")
                }
            }
            delivery.answer.resume(returning: isKept)
        }
    }

    private func isCancelled() -> Bool {
        // Nothing to read, or a failure to read, is no wish to cancel.
        if case .bytes? = try? cancel.readAvailable(upTo: 64) { return true }
        return false
    }

    /// Keeps something; when that cannot be done the run is ended, because nobody would see what it does.
    @discardableResult
    private func keep(_ work: () throws -> Void) -> Bool {
        do {
            try work()
            return true
        } catch {
            end(as: .failed("what the run says could not be kept: \(error)"))
            return false
        }
    }

    // MARK: How it goes on

    /// Ends the run for a reason of our own, unless its end has come already.
    private func end(as reason: Verdict) {
        if stage == .running {
            stage = .ending(Stage.Ending(from: BootClock.now(), run.limits))
        } else if !reason.isLoss {
            return
        }
        verdict = verdict ?? reason
    }

    private func collect() throws {
        while true {
            switch try Subreaper.collect() {
            case .ended(let pid, let status): if pid == main { self.status = status }
            case .living: return
            case .childless: return hasChildren = false
            }
        }
    }

    private func advance(at now: Int64) throws {
        switch stage {
        case .running:
            if status != nil {
                stage = .draining(until: now + run.limits.drain)
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
        if now < ending.kill { try tree.terminate() } else { try tree.kill() }
        guard now >= ending.surrender else { return }
        let names = try tree.members().prefix(20).map(\.description).joined(separator: ", ")
        keep { try recorder.note("these processes could not be ended: \(names)") }
        stage = .over
    }

    /// How long to wait for something to be heard before looking at the clock and the processes again.
    private var patience: Int {
        let now = BootClock.now()
        switch stage {
        case .running: return Int(clamping: min(max(0, deadline - now), 60_000))
        case .draining(let until): return Int(clamping: max(0, until - now))
        case .ending: return 20
        case .over: return 0
        }
    }

    private func record() -> ExitRecord {
        let verdict = self.verdict ?? status.map(recorder.verdict) ?? .failed("the main process was lost")
        return ExitRecord(verdict, status, leftovers: leftovers.map(\.name))
    }
}

extension Verdict {
    /// Whether it says that something of the run was lost, which no good end makes up for.
    fileprivate var isLoss: Bool {
        if case .failed = self { true } else { false }
    }
}

extension ExitRecord {
    fileprivate init(_ verdict: Verdict, _ status: ExitStatus?, leftovers: [String]) {
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
            leftovers: leftovers
        )
    }
}
