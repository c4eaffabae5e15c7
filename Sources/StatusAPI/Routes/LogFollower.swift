internal import Domain

/// Reads a log from one place to another, or as it grows until the run is over.
actor LogFollower {
    private static let block = 64 * 1_024
    /// How long to wait for more output.
    private static let pause = Duration.milliseconds(150)

    private let deployment: Deployment.ID
    private var offset: Int64
    private let end: Int64?
    private let logs: any RunLogReading
    private let isOver: @Sendable () async throws -> Bool

    /// - `end`: Where to stop; nil follows the log until `isOver`.
    /// - `isOver`: Whether the run has ended, so that nothing more comes.
    init(
        deployment: Deployment.ID,
        from offset: Int64,
        to end: Int64?,
        logs: any RunLogReading,
        isOver: @escaping @Sendable () async throws -> Bool
    ) {
        self.deployment = deployment
        self.offset = offset
        self.end = end
        self.logs = logs
        self.isOver = isOver
    }

    /// The next bytes; nil at the end.
    func next() async throws -> [UInt8]? {
        while true {
            if let bytes = try await read() { return bytes }
            // What was written between the two looks comes before the end.
            let isAtEnd = end == nil ? try await isOver() : true
            if isAtEnd { return try await read() }
            try await Task.sleep(for: Self.pause)
        }
    }

    /// Nil if there is nothing now.
    private func read() async throws -> [UInt8]? {
        let wanted = end.map { min(Int64(Self.block), $0 - offset) } ?? Int64(Self.block)
        guard wanted > 0 else { return nil }
        do {
            let bytes = try await logs.read(deployment, from: offset, limit: Int(wanted))
            offset += Int64(bytes.count)
            return bytes.isEmpty ? nil : bytes
        } catch is RunLogMissing where end == nil {
            return nil
        }
    }
}
