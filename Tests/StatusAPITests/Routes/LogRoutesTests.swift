import Domain
import Testing
import WebServer

@testable import StatusAPI

@Suite("The log of a deployment")
struct LogRoutesTests {
    private static let target = "/api/v1/deployments/1/log"
    private let daemon = FakeDaemon(log: "0123456789")

    private func log(_ query: String = "", method: String = "GET", _ headers: HTTPHeaders = [:]) async throws -> Answer
    {
        try await Answer.of(daemon.control, method, Self.target + query, headers)
    }

    @Test("is given in full, and says that ranges can be asked for")
    func whole() async throws {
        let answer = try await log()
        #expect(answer.status == 200)
        #expect(answer.body == "0123456789")
        #expect(answer.headers["Accept-Ranges"] == "bytes")
        #expect(answer.headers["Content-Type"] == "text/plain; charset=utf-8")
        #expect(answer.headers["X-Content-Type-Options"] == "nosniff")
    }

    @Test(
        "is given in part",
        arguments: [
            ("bytes=2-4", "234", "bytes 2-4/10"), ("bytes=-2", "89", "bytes 8-9/10"),
            ("bytes=7-", "789", "bytes 7-9/10"),
        ]
    )
    func part(range: String, body: String, content: String) async throws {
        let answer = try await log("", ["Range": range])
        #expect(answer.status == 206)
        #expect(answer.body == body)
        #expect(answer.headers["Content-Range"] == content)
    }

    @Test("has no bytes behind its end")
    func unsatisfiable() async throws {
        let answer = try await log("", ["Range": "bytes=10-"])
        #expect(answer.status == 416)
        #expect(answer.headers["Content-Range"] == "bytes */10")
        #expect(answer.headers["Content-Type"] == "application/problem+json")
    }

    @Test("is given in full for what is no range, for several, and for HEAD")
    func ignored() async throws {
        #expect(try await log("", ["Range": "bytes=0-1,3-4"]).status == 200)
        #expect(try await log("", ["Range": "lines=1"]).status == 200)
        #expect(try await log("", method: "HEAD", ["Range": "bytes=0-1"]).status == 200)
        var twice: HTTPHeaders = ["Range": "bytes=0-1"]
        twice.append("Range", "bytes=3-4")
        #expect(try await log("", twice).status == 200)
    }

    @Test("has a tag once it has ended, by which a client goes on with a part, or keeps what it has")
    func tag() async throws {
        #expect(try await log().headers["ETag"] == nil)
        #expect(try await log("", ["Range": "bytes=2-4", "If-Range": "\"x\""]).status == 200)
        daemon.end()
        let tag = try #require(try await log().headers["ETag"])
        #expect(tag.contains("epoch"))
        #expect(try await log("", ["Range": "bytes=2-4", "If-Range": tag]).body == "234")
        #expect(try await log("", ["Range": "bytes=2-4", "If-Range": "W/\(tag)"]).status == 200)
        #expect(try await log("", ["If-None-Match": tag]).status == 304)
        #expect(try await log("", ["If-Match": tag]).status == 200)
        #expect(try await log("", ["If-Match": "\"other\""]).status == 412)
        daemon.append("more")
        #expect(try await log("", ["Range": "bytes=2-4", "If-Range": tag]).body == "0123456789more")
    }

    @Test(
        "refuses what it does not understand",
        arguments: ["?follow=yes", "?tail=-1", "?tail=x", "?tail=%2B1", "?tail=1000001"]
    )
    func refused(query: String) async throws { #expect(try await log(query).status == 400) }

    @Test("is followed only by who asks for that")
    func follow() async throws { #expect(try await log("?follow=false").body == "0123456789") }
}
