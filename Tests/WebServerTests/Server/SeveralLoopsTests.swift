import Glibc
import Platform
import Testing

@testable import WebServer

@Suite("A server of several loops")
struct SeveralLoopsTests {
    @Test("shares its connections out evenly, whichever have ended meanwhile")
    func shares() async throws {
        var configuration = ServerConfiguration()
        configuration.loops = 3
        try await withServer(configuration, handler: ThreadHandler()) { address in
            let threads = try await onThread {
                var clients = try (0..<6).map { _ in try RawClient(address) }
                let first = try clients.map(Self.thread)
                // Two of one loop go; the next two take their places.
                let gone = clients.indices.filter { first[$0] == first[0] }
                for place in gone { try Self.end(clients[place]) }
                for place in gone { clients[place] = try RawClient(address) }
                return (first, try clients.map(Self.thread))
            }
            for threads in [threads.0, threads.1] {
                #expect(Dictionary(grouping: threads) { $0 }.values.map(\.count) == [2, 2, 2])
            }
        }
    }

    @Test("gives a loop nothing more that has ended")
    func ended() throws {
        var team = LoopTeam([try LoopMailbox(), try LoopMailbox()])
        team.loopEnded(1)
        let loops = (0..<4).map { _ in team.next().loop }
        #expect(loops == [0, 2, 0, 2])
        team.connectionClosed(at: 1)
        team.connectionClosed(at: 2)
        #expect(team.next().loop == 2)
    }

    /// The thread that answers a client.
    private static func thread(of client: RawClient) throws -> String {
        try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        let answer = try client.read { $0.hasSuffix("\n.\n") }
        return answer.split(whereSeparator: \.isNewline).dropLast().last.map(String.init) ?? ""
    }

    /// Ends a connection; the server has taken note of that when it closes its side.
    private static func end(_ client: RawClient) throws {
        client.endSending()
        _ = try client.readToEnd()
    }
}

/// Answers with the thread that asks it.
private struct ThreadHandler: HTTPHandler {
    func presentAnswer(to request: HTTPRequest) -> HTTPResponse? { .text(200, "\(pthread_self())\n.\n") }

    func respond(to request: HTTPRequest) async -> HTTPResponse { .text(500, "\n.\n") }
}
