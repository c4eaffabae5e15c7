import Domain
import WebServer

/// The daemon as its control socket shows it.
struct ControlAPI: Sendable {
    let socket: String
    private let client: UnixHTTPClient

    init(socket: String) {
        self.socket = socket
        var client = UnixHTTPClient(path: socket, timeout: 60_000)
        client.limits.body = 64 << 20
        self.client = client
    }

    func get(_ path: String) throws -> JSONValue { try ask("GET", "/api/v1/\(path)") }

    /// Every item of a list, in its order.
    func list(_ path: String) throws -> [JSONValue] {
        var (items, cursor): ([JSONValue], String?) = ([], nil)
        let separator = path.contains("?") ? "&" : "?"
        repeat {
            let page = try get("\(path)\(separator)limit=500" + (cursor.map { "&cursor=\($0)" } ?? ""))
            items += page["items"]?.array ?? []
            cursor = page["next"].flatMap { $0.string ?? $0.integer.map(String.init) }
        } while cursor != nil
        return items
    }

    /// Whether a daemon answers.
    var isAnswering: Bool { (try? get("deployments?limit=1")) != nil }

    /// Polls every source now, or only that of the named services, whose failed tries are forgotten.
    ///
    /// - Returns: The good source as the poll has left it.
    @discardableResult
    func sync(_ services: [String] = []) throws -> JSONValue {
        let body = JSONValue.members(["services": .array(services.map(JSONValue.string))])
        let report = try ask("POST", "/sync", services.isEmpty ? [] : body.bytes())
        let good = report["sources"]?.array?.first { $0["name"]?.string == DaemonSettings.source }
        guard let good else { throw Trouble("/sync has not polled the good source") }
        return good
    }

    /// Makes a token, which nobody uses.
    func makeToken() throws {
        _ = try ask("POST", "/tokens", JSONValue.members(["type": .string("config")]).bytes())
    }

    private func ask(_ method: String, _ path: String, _ body: [UInt8] = []) throws -> JSONValue {
        let answer = try client.send(method, path, body: body)
        guard answer.isSuccess else {
            throw Trouble("\(method) \(path): \(answer.status) \(String(decoding: answer.body, as: UTF8.self))")
        }
        return try JSONParser.parse(answer.body, limits: .own).value
    }
}
