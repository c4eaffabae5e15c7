internal import Domain

/// Finds where the last lines of a log begin.
enum LogTail {
    private static let block: Int64 = 64 * 1_024

    /// The offset at which the last `lines` lines begin; a line without its end counts.
    static func start(
        of lines: Int,
        in deployment: Deployment.ID,
        size: Int64,
        logs: any RunLogReading
    ) async throws -> Int64 {
        guard lines > 0 else { return size }
        var missing = lines
        var end = size
        while end > 0 {
            try Task.checkCancellation()
            let begin = max(0, end - block)
            let bytes = try await logs.read(deployment, from: begin, limit: Int(end - begin))
            for (index, byte) in bytes.enumerated().reversed() where byte == UInt8(ascii: "\n") {
                let offset = begin + Int64(index) + 1
                if offset == size { continue }
                missing -= 1
                if missing == 0 { return offset }
            }
            end = begin
        }
        return 0
    }
}
