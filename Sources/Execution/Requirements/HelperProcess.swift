internal import Domain
internal import Platform

/// A program that the supervisor runs before the main process, with the run's rights, and of which nothing is left.
///
/// What it prints is kept as the run's output; its answer comes through a socket of its own.
final class HelperProcess {
    /// How it ended.
    enum End {
        case exited(ExitStatus, answer: [UInt8])
        /// It was ended, for this reason.
        case stopped(Verdict)
    }

    /// The longest answer, in bytes.
    static let answerLimit = 4 << 20
    /// Where the answer goes.
    static let answerDescriptor: Int32 = 3

    private let limits: RunLimits
    private let recorder: RunRecorder
    private let streams = RunStreams()
    private let main: Int32
    private var tree = ProcessTree()
    private var status: ExitStatus?
    private var reason: Verdict?
    private var answer: [UInt8] = []
    private var ending: Stage.Ending?

    /// Starts it.
    init(_ request: SpawnRequest, _ run: RunSpecification, _ recorder: RunRecorder) throws {
        (limits, self.recorder) = (run.limits, recorder)
        let output = try Pipe()
        let channel = try SocketPair()
        var request = request
        request.descriptors = [
            1: output.writer.number, 2: output.writer.number, Self.answerDescriptor: channel.second.number,
        ]
        let account = run.settings.account
        try account?.own(output.writer)
        do {
            main = try account.map { try request.start(as: $0) } ?? request.start().pid
        } catch let error as SystemError {
            throw CannotStart(Obstacle.text(error, request.executable))
        }
        try streams.add(.both, output.takeReader())
        try streams.add(.events, channel.takeFirst())
    }

    /// Waits until it has ended, and ends whatever it leaves.
    ///
    /// - Parameters:
    ///   - deadline: When it is ended.
    ///   - overdue: Why, then.
    ///   - signals: Those that tell the supervisor to stop.
    ///   - cancel: The pipe by which the run is cancelled.
    /// - Returns: How it ended, with its answer where it did by itself.
    /// - Throws: ``HelperSurvivors`` if something of it cannot be ended.
    func untilTheEnd(
        _ deadline: Int64,
        overdue: Verdict,
        _ signals: borrowing SignalPipe,
        _ cancel: borrowing Descriptor
    ) throws -> End {
        while true {
            let waitedFor = streams.open + [signals.reader.number, cancel.number]
            let ready = try ReadableDescriptors.wait(for: waitedFor, upTo: patience(deadline))
            streams.read(ready, hear)
            if let told = StopSign.read(ready, signals, cancel) { stop(told) }
            if BootClock.now() >= deadline, status == nil { stop(overdue) }
            if try collectAll() { break }
            try endLeftovers()
        }
        streams.readRest(hear)
        if let reason { return .stopped(reason) }
        guard let status else { return .stopped(.failed("a program of the requirements was lost")) }
        return .exited(status, answer: answer)
    }

    private func patience(_ deadline: Int64) -> Int {
        ending == nil ? Int(clamping: min(max(0, deadline - BootClock.now()), 60_000)) : 20
    }

    private func stop(_ reason: Verdict) {
        self.reason = self.reason ?? reason
        beginEnding()
    }

    private func beginEnding() { ending = ending ?? Stage.Ending(from: BootClock.now(), limits) }

    /// - Returns: Whether nothing is left.
    private func collectAll() throws -> Bool {
        while true {
            switch try Subreaper.collect() {
            case .ended(let pid, let status): if pid == main { self.status = status }
            case .living: return false
            case .childless: return true
            }
        }
    }

    private func endLeftovers() throws {
        if status != nil { beginEnding() }
        guard let ending else { return }
        let now = BootClock.now()
        if now < ending.kill { try tree.terminate() } else { try tree.kill() }
        guard now >= ending.surrender else { return }
        throw HelperSurvivors(processes: try tree.members())
    }

    private func hear(_ voice: RunStreams.Voice, _ bytes: [UInt8]) {
        guard case .events = voice else {
            do {
                try recorder.takeBoth(bytes)
            } catch {
                stop(.failed("what the run says could not be kept: \(error)"))
            }
            return
        }
        guard answer.count + bytes.count <= Self.answerLimit else {
            return stop(.failed("the requirements' answer is too long"))
        }
        answer += bytes
    }
}

/// Processes of a helper that could not be ended.
struct HelperSurvivors: Error {
    let processes: [ProcessEntry]
}

/// What tells a supervisor to end its run.
enum StopSign {
    /// Reads those of the descriptors that are ready; nil if there is no word to stop.
    static func read(
        _ ready: Set<Int32>,
        _ signals: borrowing SignalPipe,
        _ cancel: borrowing Descriptor
    ) -> Verdict? {
        // A failure to read is no wish to stop.
        if ready.contains(cancel.number), case .bytes? = try? cancel.readAvailable(upTo: 64) { return .cancelled }
        let told = ready.contains(signals.reader.number) ? (try? signals.take()) ?? [] : []
        return told.subtracting([Signals.childEnded]).first.map { .interrupted($0) }
    }

    /// Reads what is there now.
    static func readNow(_ signals: borrowing SignalPipe, _ cancel: borrowing Descriptor) throws -> Verdict? {
        let ready = try ReadableDescriptors.wait(for: [signals.reader.number, cancel.number], upTo: 0)
        return read(ready, signals, cancel)
    }
}
