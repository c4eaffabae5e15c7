internal import Domain
internal import Platform

/// Takes in everything that a run says and keeps it: its output, its reports, and what they come to.
///
/// What is kept is masked first.
final class RunRecorder {
    private var log: OutputLog
    private var reports: ReportWriter
    private var progress: RunProgressState
    private let masker: Masker
    private let failpoints: Failpoints
    private var outputMasker: Masker
    private var errorMasker: Masker
    private var lines = LineSplitter(margin: 64 << 10)
    private var eventLines = LineSplitter()
    private var lastWords: LastWords
    private var endsLine = true
    private var isFull = false
    private var tally = StepTally()
    private var remarks = Remarks()

    init(
        _ run: RunSpecification,
        _ folder: RunFolder,
        masker: Masker,
        root: String,
        failpoints: Failpoints = .unwatched
    ) throws {
        self.masker = masker
        lastWords = LastWords(root: root)
        self.failpoints = failpoints
        (outputMasker, errorMasker) = (masker, masker)
        progress = RunProgressState(run.action)
        log = try OutputLog(folder, limits: run.limits)
        reports = try ReportWriter(folder, limit: run.limits.reportBytes)
    }

    /// Bytes from stdout.
    func takeOutput(_ bytes: [UInt8]) throws {
        try write(outputMasker.push(bytes))
        try readReports(bytes)
    }

    /// Bytes from stderr.
    func takeError(_ bytes: [UInt8]) throws { try keepError(errorMasker.push(bytes)) }

    /// Bytes from both, in one stream.
    func takeBoth(_ bytes: [UInt8]) throws { try keepError(errorMasker.push(bytes)) }

    /// Bytes from the plugin's socket.
    func takeEvents(_ bytes: [UInt8]) throws {
        for line in eventLines.push(bytes).compactMap(\.whole) {
            let (updates, remark) = progress.take(event: line, at: now, masker: masker)
            if let remark { try note(remark) }
            try keep(updates)
        }
    }

    /// A step that the run reported itself; on disk on return.
    func take(_ update: StepUpdate) throws {
        progress.take(update)
        try keep([.step(update)])
        try reports.synchronize()
    }

    /// A line of our own in the run's output.
    func note(_ text: String) throws {
        try write(Array("\(endsLine ? "" : "\n")reconciler: \(masker.mask(text))\n".utf8))
    }

    /// Takes what was held back, when nothing more will come; every report is on disk on return.
    func finish() throws {
        try write(outputMasker.finish())
        try keepError(errorMasker.finish())
        if let line = lines.finish() { try take(line: line) }
        try reports.synchronize()
    }

    /// How a run ends whose main process has ended by itself.
    func verdict(_ status: ExitStatus) -> Verdict {
        switch progress.verdict(status, lastWords: lastWords.finish()) {
        case .failed(let message): .failed(masker.mask(message))
        case let other: other
        }
    }

    private var now: Instant { Instant(millisecondsSince1970: WallClock.now()) }

    /// Looks for reports in bytes as the run wrote them: a secret that is a word of a report must not hide it.
    private func readReports(_ bytes: [UInt8]) throws {
        guard progress.readsOutput else { return }
        for line in lines.push(bytes) { try take(line: line) }
    }

    private func keepError(_ bytes: [UInt8]) throws {
        try write(bytes)
        lastWords.push(bytes)
    }

    private func take(line: LineSplitter.Line) throws {
        switch ScriptReport.read(line, at: now, masker: masker) {
        case .plain: break
        case .step(let update): try take(reported: update)
        case .unknownState(let update, let word):
            try take(reported: progress.staying(update))
            try remark(
                "the state \"\(Excerpt.line(word, characters: 50))\" of a step is not known; its message is kept"
            )
        case .unreadable(let reason):
            try remark("a line of \(line.length) bytes could not be read as a report: \(reason)")
        }
    }

    private func take(reported update: StepUpdate) throws {
        progress.take(update)
        try keep([.step(update)])
    }

    /// Notes what is wrong with a report, unless that was said often enough.
    private func remark(_ text: String) throws {
        if let text = remarks.next(text) { try note(text) }
    }

    private func keep(_ new: [StepReport]) throws {
        try reports.append(new.map { $0.masked(by: masker) })
        if !new.isEmpty { failpoints.reach(.reportKept) }
        if tally.overflows(with: new) {
            try note("the run reports more than \(Step.limit) steps; of further ones only those that fail are kept")
        }
        guard !reports.hasRoom, !isFull else { return }
        isFull = true
        try note("the run reports more than is kept; from here on its steps are not shown any more")
    }

    private func write(_ bytes: [UInt8]) throws {
        guard let last = bytes.last else { return }
        try log.write(bytes)
        endsLine = last == 0x0A
    }
}
