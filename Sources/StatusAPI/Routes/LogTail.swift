internal import Domain

/// Finds where the last lines of a log begin.
enum LogTail {
    private static let block: Int64 = 64 * 1_024
    /// How far from the end lines are looked for: a file may be as large as it likes without a line in it.
    private static let farthest: Int64 = 1 << 30

    /// The offset at which the last `lines` lines begin; a line without its end counts.
    ///
    /// Lines that are more than 1 GiB from the end are left out.
    static func start(
        of lines: Int,
        in deployment: Deployment.ID,
        size: Int64,
        logs: any RunLogReading
    ) async throws -> Int64 {
        guard lines > 0 else { return size }
        var missing = lines
        var end = size
        let first = max(0, size - farthest)
        while end > first {
            try Task.checkCancellation()
            let begin = max(first, end - block)
            let bytes = try await logs.read(deployment, from: begin, limit: Int(end - begin))
            for (index, byte) in bytes.enumerated().reversed() where byte == UInt8(ascii: "\n") {
                let offset = begin + Int64(index) + 1
                if offset == size { continue }
                missing -= 1
                if missing == 0 { return offset }
            }
            end = begin
        }
        return first
    }
}
