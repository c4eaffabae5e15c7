internal import Domain
internal import Platform

/// Stays with one run from its start to its end, in one loop on one thread.
///
/// It reads what the run says, collects what has ended, watches the clock and the cancel pipe, and at the end
/// leaves nothing of the run behind.
final class Supervision {
    let run: RunSpecification
    let recorder: RunRecorder
    let streams: RunStreams
    private let inbox: ReportInbox
    private let signals: SignalPipe
    private let cancel: Descriptor
    let main: Int32
    let deadline: Int64

    var stage = Stage.running
    var tree = ProcessTree()
    var status: ExitStatus?
    /// Why the run ends, where the main process's own end does not decide it.
    var verdict: Verdict?
    /// What the main process left behind.
    var leftovers: [ProcessEntry] = []
    /// What could not be ended.
    var survivors: [ProcessEntry] = []
    var hasChildren = true
    var hasNamedStubborn = false

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

    /// Returns when the run is over and nothing of it is left but what cannot be ended.
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
            case .both: try recorder.takeBoth(bytes)
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
    func keep(_ work: () throws -> Void) -> Bool {
        do {
            try work()
            return true
        } catch {
            end(as: .failed("what the run says could not be kept: \(error)"))
            return false
        }
    }
}
