internal import Domain
internal import Platform

/// Appends what a run reports to `events.jsonl`.
///
/// A report is on its way as soon as it is appended, and on disk once ``synchronize()`` returns.
struct ReportWriter: ~Copyable {
    private let file: Descriptor
    private var room: Int64
    private var isAhead = false

    /// Of later reports than fit into `limit` bytes nothing is kept.
    init(_ folder: RunFolder, limit: Int64) throws {
        let file = try Descriptor.open(folder.events, [.write, .create, .append, .noFollow])
        room = limit
        self.file = file
    }

    /// Whether reports are still kept.
    var hasRoom: Bool { room > 0 }

    mutating func append(_ reports: [StepReport]) throws {
        guard hasRoom, !reports.isEmpty else { return }
        var bytes: [UInt8] = []
        for report in reports {
            bytes += report.json.bytes()
            bytes.append(0x0A)
        }
        try file.writeAll(bytes)
        room -= Int64(bytes.count)
        isAhead = true
    }

    mutating func synchronize() throws {
        guard isAhead else { return }
        try file.synchronizeData()
        isAhead = false
    }
}
