import Testing
import WebServer

@testable import StatusAPI

@Suite("The name of a delivery")
struct DeliveryNameTests {
    private func name(_ headers: HTTPHeaders) throws -> String? {
        let target = try RequestTarget("/hooks/config")
        return DeliveryName.of(HTTPRequest("POST", target, headers: headers, peer: .tcp(address: "::1", port: 9)))
    }

    @Test(
        "is what each Git host calls it",
        arguments: [
            "X-GitHub-Delivery", "X-Gitea-Delivery", "X-Forgejo-Delivery", "X-Gogs-Delivery", "Idempotency-Key",
        ]
    )
    func hosts(header: String) throws {
        var headers: HTTPHeaders = [:]
        headers[header] = "72d3162e-cc78-11e3-81ab-4c9367dc0958"
        #expect(try name(headers) == "72d3162e-cc78-11e3-81ab-4c9367dc0958")
    }

    @Test("is none of those that GitLab gives anew at each try, or gives to several events")
    func gitLab() throws {
        #expect(try name(["X-Gitlab-Webhook-UUID": "a", "X-Gitlab-Event-UUID": "b"]) == nil)
    }

    @Test("is not empty, and not longer than can be remembered")
    func bounded() throws {
        #expect(try name([:]) == nil)
        #expect(try name(["X-GitHub-Delivery": ""]) == nil)
        let longest = String(repeating: "x", count: DeliveryName.longest)
        #expect(try name(["X-GitHub-Delivery": longest]) == longest)
        #expect(try name(["X-GitHub-Delivery": longest + "x"]) == nil)
    }
}
