import Domain
import TestSupport
import Testing
import WebServer

/// Asks a daemon and holds its answers to the document that it gives of its API.
final class DocumentedAPI {
    private let client: UnixHTTPClient
    private let document: JSONValue
    private var asked: Set<String> = []

    init(_ daemon: DaemonUnderTest) throws {
        client = UnixHTTPClient(path: "\(daemon.stateDir)/control.sock")
        let answer = try client.send("GET", "/api/v1/openapi.json")
        document = try JSONParser.parse(answer.body, limits: .own).value
    }

    /// The addresses of the document at which nothing was asked.
    var unasked: [String] {
        (document["paths"]?.object?.members ?? []).map(\.key).filter { !asked.contains($0) }
    }

    func send(_ method: String, _ target: String, _ headers: HTTPHeaders = [:]) throws -> HTTPClientResponse {
        try client.send(method, target, headers: headers)
    }

    func post(_ target: String, _ body: String) throws -> JSONValue {
        try JSONParser.parse(client.send("POST", target, body: Array(body.utf8)).body, limits: .own).value
    }

    /// Asks at `target`, an address of the documented `path`.
    @discardableResult
    func expect(
        _ path: String,
        _ target: String? = nil,
        method: String = "GET",
        headers: HTTPHeaders = [:],
        status: Int? = nil
    ) throws -> JSONValue {
        let target = target ?? path
        let answer = try client.send(method, target, headers: headers)
        if status == nil || status == 426 { asked.insert(path) }
        #expect(status == nil ? answer.isSuccess || path == "/readyz" : answer.status == status, "\(target)")
        let responses = try #require(document["paths"]?[path]?["get"]?["responses"], "\(path) is not documented")
        let response = resolved(responses["\(answer.status)"] ?? responses["default"] ?? .null)
        let type = answer.headers["Content-Type"].map { String($0.prefix { $0 != ";" }) } ?? ""
        let schema = try #require(response["content"]?[type]?["schema"], "\(target): \(answer.status) \(type)")
        for header in response["headers"]?.object?.members ?? [] where header.key == "ETag" && path != log {
            #expect(answer.headers[header.key] != nil, "\(target) has no \(header.key)")
        }
        guard type.hasSuffix("json") else { return .null }
        let value = try JSONParser.parse(answer.body, limits: .own).value
        #expect(try SchemaCheck(document).accepts(value, by: schema), "\(target): \(value.text())")
        return value
    }

    /// Goes through a list to its end, which must not be its beginning.
    func expectPages(of path: String, _ target: String? = nil, limit: Int = 2) throws {
        let target = target ?? path
        var (next, count): (String?, Int) = (nil, 0)
        repeat {
            let cursor = next.map { "&cursor=\($0)" } ?? ""
            let page = try expect(path, "\(target)?limit=\(limit)\(cursor)")
            count += page["items"]?.array?.count ?? 0
            next = page["next"]?.string
        } while next != nil
        #expect(count > 0, "\(target) is empty")
    }

    private let log = "/api/v1/deployments/{id}/log"

    private func resolved(_ value: JSONValue) -> JSONValue {
        guard let reference = value["$ref"]?.string else { return value }
        return reference.split(separator: "/").dropFirst().reduce(document) { $0[String($1)] ?? .null }
    }
}
