import Dispatch
import Domain
import WebServer

/// A daemon's control socket, asked without a program of its own in between.
struct ControlSocket: Sendable {
    let path: String

    /// Sends a request, and waits at most `limit` milliseconds for each byte of the answer.
    ///
    /// - Returns: The answer's body, null for one that is no JSON.
    /// - Throws: What keeps the answer from coming, and ``Refused`` for one that says no.
    @discardableResult
    func send(_ method: String, _ target: String, _ body: JSONValue? = nil, limit: Int64 = 10_000) async throws
        -> JSONValue
    {
        var client = UnixHTTPClient(path: path, timeout: limit)
        client.limits.body = 64 << 20
        let ready = client
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try Self.send(method, target, body, ready) })
            }
        }
    }

    private static func send(_ method: String, _ target: String, _ body: JSONValue?, _ client: UnixHTTPClient) throws
        -> JSONValue
    {
        let answer = try client.send(method, target, body: body?.bytes() ?? [])
        guard answer.isSuccess else { throw Refused(target: target, status: answer.status) }
        // `/healthz` answers with a word.
        return (try? JSONParser.parse(answer.body, limits: .own).value) ?? .null
    }

    struct Refused: Error, CustomStringConvertible {
        let target: String
        let status: Int
        var description: String { "\(target) is answered with \(status)" }
    }
}

extension DaemonUnderTest {
    var control: ControlSocket { ControlSocket(path: "\(stateDir)/control.sock") }
}
