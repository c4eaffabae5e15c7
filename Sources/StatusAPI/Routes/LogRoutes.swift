internal import Domain
internal import WebServer

/// The output of a deployment, as the bytes that its run wrote.
struct LogRoutes {
    let queries: any StatusQuerying
    let logs: any RunLogReading

    var all: [Route] { [Route("GET", "/api/v1/deployments/:id/log", .deployment(parameter: "id"), log)] }

    @Sendable
    private func log(_ parameters: Parameters, _ request: HTTPRequest) async throws -> HTTPResponse {
        let id = try PathID.deployment(parameters)
        guard try await queries.deployment(id) != nil else { throw PathID.unknown(id) }
        let follows = request.query("follow") == "true"
        let start = try await start(id, request, mayBeMissing: follows)
        let end = follows ? nil : try await logs.size(id)
        let follower = LogFollower(deployment: id, from: start, to: end, logs: logs) { try await isOver(id) }
        return HTTPResponse(
            200,
            headers: [
                "Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff",
                "Cache-Control": "no-store",
            ],
            body: .stream(HTTPStream(length: end.map { $0 - start }) { try await follower.next() })
        )
    }

    private func start(_ id: Deployment.ID, _ request: HTTPRequest, mayBeMissing: Bool) async throws -> Int64 {
        do {
            let size = try await logs.size(id)
            guard let text = request.query("tail") else { return 0 }
            guard let lines = Int(text), (0...1_000_000).contains(lines) else {
                throw ProblemDetails(400, "tail must be a number of lines from 0 to 1000000")
            }
            return try await LogTail.start(of: lines, in: id, size: size, logs: logs)
        } catch let missing as RunLogMissing {
            guard mayBeMissing, try await !isOver(id) else { throw ProblemDetails(404, missing.description) }
            return 0
        }
    }

    private func isOver(_ id: Deployment.ID) async throws -> Bool {
        let state = try await queries.deployment(id)?["state"]?.string.flatMap(Deployment.State.init)
        return state?.isFinished ?? true
    }
}

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
            let wasOver = end == nil ? try await isOver() : true
            let bytes = try await read()
            if !bytes.isEmpty {
                offset += Int64(bytes.count)
                return bytes
            }
            if wasOver { return nil }
            try await Task.sleep(for: Self.pause)
        }
    }

    private func read() async throws -> [UInt8] {
        let wanted = end.map { min(Int64(Self.block), $0 - offset) } ?? Int64(Self.block)
        guard wanted > 0 else { return [] }
        do {
            return try await logs.read(deployment, from: offset, limit: Int(wanted))
        } catch is RunLogMissing where end == nil {
            return []
        }
    }
}

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
