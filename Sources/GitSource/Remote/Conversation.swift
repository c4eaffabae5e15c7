internal import Glibc
internal import Platform

/// One started `reconciler fetch`, and the two pipes to it.
final class Conversation {
    private let requests: Descriptor
    private var answers: LineReader

    init(_ executable: String, _ process: CurrentProcess) throws {
        let input = try Platform.Pipe()
        let output = try Platform.Pipe()
        let request = SpawnRequest(
            executable: executable,
            arguments: ["fetch"],
            name: "reconciler",
            environment: Self.environment,
            descriptors: [0: input.reader.number, 1: output.writer.number, 2: 2]
        )
        process.hold(try request.start())
        requests = input.takeWriter()
        answers = LineReader(output.takeReader(), limit: FetchRequest.limit)
    }

    /// Sends a line and waits for the line that answers it.
    ///
    /// - Parameters:
    ///   - line: The request.
    ///   - limit: How long to wait, in milliseconds.
    ///   - failure: Makes the error out of what happened.
    /// - Returns: The answer.
    /// - Throws: What `failure` makes, if there is no answer.
    func exchange(
        _ line: [UInt8],
        within limit: Int64,
        failure: (String) -> GitError
    ) throws(GitError) -> [UInt8] {
        do throws(SystemError) {
            try requests.writeAll(line + [UInt8(ascii: "\n")])
            if let answer = try answers.next(deadline: BootClock.now() + limit) { return answer }
        } catch {
            throw failure(Self.reason(error, limit))
        }
        throw failure("the process that talks to it ended without an answer")
    }

    private static func reason(_ error: SystemError, _ limit: Int64) -> String {
        switch error.code {
        case ETIMEDOUT: "no answer within \(limit) ms: it is down, slow, or accepts connections and says nothing"
        case EPIPE: "the process that talks to it has ended"
        default: error.description
        }
    }

    /// What the child gets of the daemon's environment: where programs, keys and proxies are.
    private static var environment: [String: String] {
        let names = [
            "PATH", "HOME", "SSH_AUTH_SOCK", "http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY",
            "NO_PROXY", "all_proxy", "ALL_PROXY",
        ]
        var variables: [String: String] = ["LANG": "C.UTF-8"]
        for name in names { variables[name] = getenv(name).map { String(cString: $0) } }
        return variables
    }
}
