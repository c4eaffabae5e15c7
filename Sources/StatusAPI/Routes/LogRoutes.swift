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
        let query = try LogQuery(request)
        let isOver = try await isOver(id)
        if query.follows { return try await followed(id, query, isOver: isOver) }
        let size = try await size(id)
        guard let lines = query.tail else {
            // What was restored from a backup gives the same number to another deployment.
            let tag = isOver ? "\"log-\(try await queries.epoch())-\(id)-\(size)\"" : nil
            return whole(id, size, tag: tag, to: request)
        }
        let start = try await LogTail.start(of: lines, in: id, size: size, logs: logs)
        return LogAnswer.part(from: start, stream(id, from: start, to: size))
    }

    /// All of it, or the range of its bytes that is asked for; what has ended has a tag.
    private func whole(_ id: Deployment.ID, _ size: Int64, tag: String?, to request: HTTPRequest) -> HTTPResponse {
        LogAnswer(size: size, tag: tag).response(to: request) { stream(id, from: $0.lowerBound, to: $0.upperBound) }
    }

    /// It as it grows, until the run is over.
    private func followed(_ id: Deployment.ID, _ query: LogQuery, isOver: Bool) async throws -> HTTPResponse {
        let start = try await followedStart(id, query, mayBeMissing: !isOver)
        let follower = LogFollower(deployment: id, from: start, to: nil, logs: logs) {
            try await self.isKnownToBeOver(id)
        }
        return LogAnswer.part(from: start, HTTPStream { try await follower.next() })
    }

    /// A run that has not begun has no output yet.
    private func followedStart(_ id: Deployment.ID, _ query: LogQuery, mayBeMissing: Bool) async throws -> Int64 {
        do {
            guard let lines = query.tail else {
                _ = try await logs.size(id)
                return 0
            }
            return try await LogTail.start(of: lines, in: id, size: try await logs.size(id), logs: logs)
        } catch let missing as RunLogMissing {
            guard mayBeMissing else { throw ProblemDetails(404, missing.description) }
            return 0
        }
    }

    private func stream(_ id: Deployment.ID, from start: Int64, to end: Int64) -> HTTPStream {
        let follower = LogFollower(deployment: id, from: start, to: end, logs: logs) { true }
        return HTTPStream(length: end - start) { try await follower.next() }
    }

    private func size(_ id: Deployment.ID) async throws -> Int64 {
        do {
            return try await logs.size(id)
        } catch let missing as RunLogMissing {
            throw ProblemDetails(404, missing.description)
        }
    }

    /// False where there is no time to look now: who follows looks again soon.
    private func isKnownToBeOver(_ id: Deployment.ID) async throws -> Bool {
        do {
            return try await isOver(id)
        } catch is Overload {
            return false
        }
    }

    /// - Throws: 404 for a deployment that is not there.
    private func isOver(_ id: Deployment.ID) async throws -> Bool {
        guard let state = try await queries.state(of: id) else { throw PathID.unknown(id) }
        return state.isFinished
    }
}

/// How much of a log is asked for.
struct LogQuery {
    private static let mostLines = 1_000_000

    /// Only so many lines from the end.
    let tail: Int?
    /// Whether to go on until the run is over.
    let follows: Bool

    init(_ request: HTTPRequest) throws(ProblemDetails) {
        tail = try request.query("tail").map(Self.lines)
        switch request.query("follow") {
        case nil, "false": follows = false
        case "true": follows = true
        default: throw ProblemDetails(400, "follow must be true or false")
        }
    }

    private static func lines(_ text: String) throws(ProblemDetails) -> Int {
        guard let lines = DecimalNumber.parse(text).map({ Int($0) }), (0...mostLines).contains(lines) else {
            throw ProblemDetails(400, "tail must be a number of lines from 0 to \(mostLines)")
        }
        return lines
    }
}
