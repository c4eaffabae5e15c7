import Domain
import Foundation

/// A Git host that sends push hooks to a daemon.
struct Forge: Sendable {
    let hooks: WebClient
    var secret = "It's a Secret to Everybody"

    /// What is sent, and how it is proved.
    struct Delivery: Sendable {
        var source = "config"
        var body = #"{"ref": "refs/heads/main"}"#
        /// With `HMAC` in place of the body's code, and `SECRET` in place of the secret.
        var headers: [String: String]

        /// Of GitHub, with its name.
        static func gitHub(_ name: String, event: String = "push", to source: String = "config") -> Delivery {
            var delivery = Delivery(headers: [
                "X-GitHub-Delivery": name, "X-GitHub-Event": event, "X-Hub-Signature-256": "sha256=HMAC",
            ])
            delivery.source = source
            return delivery
        }
    }

    /// Sends these one after the other.
    func send(_ deliveries: [Delivery]) async throws -> [WebClient.Response] {
        var requests: [WebClient.Request] = []
        for delivery in deliveries { requests.append(try await request(delivery)) }
        return try await hooks.send(requests)
    }

    func send(_ delivery: Delivery) async throws -> WebClient.Response {
        guard let answer = try await send([delivery]).first else { throw WebClient.NoAnswer() }
        return answer
    }

    /// Sends these one after the other, each of which must be taken.
    ///
    /// - Returns: The requests that they are.
    func requests(_ deliveries: [Delivery]) async throws -> [Int64] {
        try await send(deliveries).map { answer in
            let body = try JSONParser.parse(answer.body, limits: .own).value
            guard answer.status == 202, let request = body["request"]?.integer else {
                throw NotTaken(status: answer.status, body: answer.body)
            }
            return request
        }
    }

    func request(_ delivery: Delivery) async throws -> WebClient.Request {
        let code = try await code(delivery.body)
        var request = WebClient.Request("POST", "/hooks/\(delivery.source)")
        request.body = delivery.body
        request.headers = delivery.headers.mapValues {
            $0.replacing("HMAC", with: code).replacing("SECRET", with: secret)
        }
        return request
    }

    /// HMAC-SHA256 as another implementation than the daemon's makes it.
    private func code(_ body: String) async throws -> String {
        let script = """
            import hmac, sys
            print(hmac.new(sys.argv[1].encode(), sys.argv[2].encode(), "sha256").hexdigest())
            """
        let result = try await Subprocess.succeed("python3", ["-c", script, secret, body])
        return result.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private struct NotTaken: Error {
        let status: Int64
        let body: String
    }
}

extension DaemonUnderTest {
    /// A request as the API shows it, once it has ended.
    func ended(_ request: Int64) async throws -> JSONValue {
        try await eventually("request \(request) has ended") {
            let answer = try await self.web().send(.init("/api/v1/requests/\(request)"))
            let shown = try JSONParser.parse(answer.body, limits: .own).value
            return shown["state"]?.string == "under_way" ? nil : shown
        }
    }

    /// How often the source was polled, by the results.
    func polls(of source: String = "config") async throws -> [String: Int] {
        let metrics = try await web().send(.init("/metrics")).body
        let found = metrics.matches(of: /reconciler_source_polls_total\{source="([^"]+)",result="([^"]+)"\} (\d+)/)
        return Dictionary(
            found.filter { $0.1 == source }.map { (String($0.2), Int($0.3) ?? 0) },
            uniquingKeysWith: { $1 }
        )
    }
}
