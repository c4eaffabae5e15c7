import Domain
import Foundation

/// Asks a daemon's `status_listen`, as anybody on the network would.
struct WebClient: Sendable {
    let port: Int
    let folder: String

    struct Request: Sendable {
        var method = "GET"
        let path: String
        var headers: [String: String] = [:]
        var body = ""

        init(_ path: String, token: String? = nil) {
            self.path = path
            if let token { headers["Authorization"] = "Bearer \(token)" }
        }

        init(_ method: String, _ path: String) {
            self.method = method
            self.path = path
        }
    }

    struct Response: Sendable {
        let status: Int64
        /// By names in lower case.
        let headers: JSONValue
        let body: String
    }

    /// Sends these one after the other.
    func send(_ requests: [Request]) async throws -> [Response] {
        let script = "\(folder)/client.py"
        try TextFile.write(Self.script, to: script)
        let asked = JSONValue.array(requests.map(\.json))
        try TextFile.write(asked.text(), to: "\(folder)/requests.json")
        let result = try await Subprocess.succeed("python3", [script, "\(port)", "\(folder)/requests.json"])
        return (try result.json().array ?? []).map { answer in
            Response(
                status: answer["status"]?.integer ?? 0,
                headers: answer["headers"] ?? .null,
                body: answer["body"]?.string ?? ""
            )
        }
    }

    func send(_ request: Request) async throws -> Response {
        let responses = try await send([request])
        guard let first = responses.first else { throw NoAnswer() }
        return first
    }

    struct NoAnswer: Error {}

    private static let script = """
        import http.client, json, sys
        answers = []
        for asked in json.load(open(sys.argv[2])):
            connection = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=120)
            connection.request(asked["method"], asked["path"], asked["body"].encode() or None, asked["headers"])
            answer = connection.getresponse()
            body = answer.read().decode("utf-8", "replace")
            headers = {name.lower(): value for name, value in answer.getheaders()}
            answers.append({"status": answer.status, "headers": headers, "body": body})
        json.dump(answers, sys.stdout)

        """
}

extension WebClient.Request {
    fileprivate var json: JSONValue {
        let fields = headers.sorted { $0.key < $1.key }.map { JSONObject.Member($0.key, .string($0.value)) }
        return .members([
            "method": .string(method), "path": .string(path), "headers": .object(JSONObject(fields)),
            "body": .string(body),
        ])
    }
}

extension DaemonUnderTest {
    /// Where it answers on the network, as its log says.
    func web() throws -> WebClient {
        try client(log.matches(of: /status=\"?http:\/\/127\.0\.0\.1:(\d+)/).last?.1)
    }

    /// Where it takes push hooks, as its log says.
    func hooks() throws -> WebClient {
        try client(log.matches(of: /hooks=\"?http:\/\/127\.0\.0\.1:(\d+)/).last?.1)
    }

    private func client(_ port: Substring?) throws -> WebClient {
        guard let port = port.flatMap({ Int($0) }) else {
            throw DaemonEnded(status: "without saying where it listens", log: log)
        }
        return WebClient(port: port, folder: folder)
    }
}
