import StatusAPI
import Testing
import WebServer

@Suite("What may be asked of the store")
struct StoreControlRoutesTests {
    private let daemon = FakeDaemon()

    private func post(_ target: String, _ body: String) async throws -> Answer {
        try await Answer.of(daemon.control, "POST", target, [:], body)
    }

    @Test("is to forget a source, and to write a backup")
    func works() async throws {
        #expect(try await post("/forget", #"{"source": "a"}"#).body == "{\"source\":\"a\",\"services\":[\"web\"]}\n")
        let backup = try await post("/backup", #"{"path": "/b"}"#)
        #expect(backup.body == "{\"path\":\"/b\",\"bytes\":4096,\"seq\":7}\n")
        #expect(daemon.controlled == ["forget a", "backup /b"])
    }

    @Test(
        "is refused with a reason",
        arguments: [
            ("/forget", #"{"source": "b"}"#, 404), ("/forget", #"{"source": "NO"}"#, 400), ("/forget", "{}", 400),
            ("/backup", #"{"path": "b"}"#, 409), ("/backup", "{}", 400), ("/backup", #"{"file": "/b"}"#, 400),
        ]
    )
    func refused(path: String, body: String, status: Int) async throws {
        #expect(try await post(path, body).status == status)
    }
}
