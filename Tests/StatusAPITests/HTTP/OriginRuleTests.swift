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
        "are the same with and without the port that their scheme has anyway",
        arguments: [
            ("http://status.example", "status.example:80"), ("https://status.example", "status.example:443"),
            ("http://status.example", "status.example"), ("https://status.example:443", "status.example"),
            ("http://[2001:db8::80]", "[2001:db8::80]:80"), ("https://status.example:80", "status.example:80"),
            ("https://STATUS.example", "status.EXAMPLE:443"),
        ]
    )
    func defaultPorts(origin: String, host: String) throws {
        #expect(rule.allows(try request([origin], host: host)))
        let other = OriginRule(allowed: ["https://board.example:443"])
        #expect(other.lists(try request(["https://board.example"], host: host)))
    }

    @Test(
        "are others with another port",
        arguments: [
            ("http://status.example", "status.example:443"), ("https://status.example", "status.example:80"),
            ("http://status.example:8080", "status.example"), ("http://status.example", "status.example:8080"),
        ]
    )
    func otherPorts(origin: String, host: String) throws {
        #expect(try !rule.allows(request([origin], host: host)))
    }

    @Test(
        "are told from those of other sites, as browsers say it",
        arguments: [
            (nil, nil, false), (nil, "none", false), (nil, "same-origin", false), (nil, "cross-site", true),
            ("https://evil.example", nil, true), ("null", "cross-site", true),
            ("https://status.example.org", "cross-site", false), ("http://127.0.0.1:8080", "same-origin", false),
        ] as [(String?, String?, Bool)]
    )
    func sites(origin: String?, site: String?, isCross: Bool) throws {
        var asked = try request([origin].compactMap(\.self))
        asked.headers["Sec-Fetch-Site"] = site
        #expect(rule.isCrossSite(asked) == isCross)
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
