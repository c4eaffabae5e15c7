import Testing
import WebServer

@testable import StatusAPI

@Suite("The pages that may use the API")
struct OriginRuleTests {
    private let rule = OriginRule(allowed: ["https://status.example.org"])

    private func request(_ origins: [String], host: String = "127.0.0.1:8080") throws -> HTTPRequest {
        var headers: HTTPHeaders = ["Host": host]
        for origin in origins { headers.append("Origin", origin) }
        let target = try RequestTarget("/api/v1/feed")
        return HTTPRequest("GET", target, headers: headers, peer: .tcp(address: "127.0.0.1", port: 1))
    }

    @Test(
        "are the daemon's own, allowed ones, and whatever is no page",
        arguments: [[], ["http://127.0.0.1:8080"], ["https://127.0.0.1:8080"], ["HTTPS://status.example.org"]]
    )
    func allowed(origins: [String]) throws {
        #expect(rule.allows(try request(origins)))
    }

    @Test(
        "are no others",
        arguments: [
            ["https://evil.example"], ["null"], ["http://127.0.0.1"], ["https://status.example.org.evil.example"],
            ["http://status.example.org"], ["https://status.example.org", "https://evil.example"], [""],
        ]
    )
    func refused(origins: [String]) throws {
        #expect(try !rule.allows(request(origins)))
    }
}
