import Domain
import StatusAPI
import Testing
import WebServer

@Suite("The routes that control a service")
struct ServiceControlRoutesTests {
    private let daemon = FakeDaemon()

    private func post(_ target: String, _ body: String) async throws -> Answer {
        try await Answer.of(daemon.control, "POST", target, [:], body)
    }

    @Test("suspend and resume in the name of who asked")
    func carriesOut() async throws {
        let answer = try await post("/suspend", #"{"service": "a", "reason": "why"}"#)
        #expect(answer.status == 200)
        #expect(answer.body == #"{"service":"a","changed":true,"suspended_by_definition":false}"# + "\n")
        #expect(try await post("/suspend", #"{"service": "a", "reason": ""}"#).status == 200)
        #expect(try await post("/resume", #"{"service": "a"}"#).status == 200)
        #expect(daemon.controlled == ["suspend a by eve: why", "suspend a by eve: -", "resume a"])
    }

    @Test("cancel in the name of who asked")
    func cancel() async throws {
        let answer = try await post("/cancel", #"{"deployment": 1}"#)
        #expect(answer.status == 202)
        #expect(answer.body == #"{"deployment":1,"state":"running"}"# + "\n")
        #expect(daemon.controlled == ["cancel 1 by eve"])
    }

    @Test(
        "refuse what makes no sense",
        arguments: [
            ("/suspend", #"{"service": "NO"}"#, 400), ("/suspend", "{}", 400), ("/suspend", "", 400),
            ("/suspend", #"{"service": "a", "reason": 1}"#, 400), ("/suspend", #"{"service": "a", "oops": 1}"#, 400),
            ("/suspend", #"{"service": "b"}"#, 404), ("/resume", #"{"service": "b"}"#, 404), ("/resume", "[]", 400),
            ("/resume", #"{"service": "a", "reason": "no"}"#, 400), ("/cancel", #"{"deployment": 2}"#, 409),
            ("/cancel", #"{"deployment": 3}"#, 404), ("/cancel", #"{"deployment": "1"}"#, 400),
            ("/cancel", #"{"deployment": 0}"#, 400), ("/cancel", "", 400),
        ]
    )
    func refuses(target: String, body: String, status: Int) async throws {
        #expect(try await post(target, body).status == status)
        #expect(daemon.controlled.isEmpty)
    }

    @Test("refuse a reason that is longer than what is kept")
    func longReason() async throws {
        let reason = String(repeating: "x", count: Suspension.longestReason + 1)
        #expect(try await post("/suspend", #"{"service": "a", "reason": "\#(reason)"}"#).status == 400)
    }
}
