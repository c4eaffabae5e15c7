internal import Domain
internal import Platform

/// Reads what a run has reported, from any offset that an earlier reading ended at.
struct ReportReader {
    /// How much is read at once, in bytes.
    static let window = 256 << 10
    /// How many reports are handed out at once.
    static let batch = 500
    /// Behind so many bytes nothing is read: no supervisor writes as much, but a file without an end is soon made.
    static let longest: Int64 = 1 << 30

    /// Reports and the offset behind them; `reports` may be empty when what was read is none.
    struct Batch: Hashable {
        let reports: [StepReport]
        let end: Int64
    }

    let folder: RunFolder

    /// The whole lines behind `offset`; nil if there is none yet.
    func read(after offset: Int64) throws -> Batch? {
        let bytes = try window(at: offset, size: Self.window)
        if bytes.lineFeed() != nil { return Self.parse(bytes, from: offset) }
        guard bytes.count == Self.window else { return nil }
        return try longLine(at: offset)
    }

    private func window(at offset: Int64, size: Int) throws(SystemError) -> [UInt8] {
        guard (0..<Self.longest).contains(offset) else { return [] }
        do {
            return try Descriptor.open(folder.events, [.read, .noFollow, .nonBlocking]).pread(upTo: size, at: offset)
        } catch  where error.isMissing || error.isOfNoPlainFile {
            return []
        }
    }

    /// No supervisor writes such a line; it is passed over, so that it holds up nothing.
    private func longLine(at offset: Int64) throws -> Batch? {
        let bytes = try window(at: offset, size: 16 << 20)
        guard let end = bytes.lineFeed() else {
            return bytes.count == 16 << 20 ? Batch(reports: [], end: offset + Int64(bytes.count)) : nil
        }
        return Batch(reports: [], end: offset + Int64(end) + 1)
    }

    static func parse(_ bytes: [UInt8], from offset: Int64) -> Batch {
        var reports: [StepReport] = []
        var start = 0
        while reports.count < batch, let end = bytes.lineFeed(from: start) {
            if let report = report(Array(bytes[start..<end])) { reports.append(report) }
            start = end + 1
        }
        return Batch(reports: reports, end: offset + Int64(start))
    }

    private static func report(_ line: [UInt8]) -> StepReport? {
        // A line that a loss of power has damaged, or a word that this version does not know, tells no step.
        guard let json = try? JSONParser.parse(line, limits: .line).value else { return nil }
        return StepReport(json)
    }
}
