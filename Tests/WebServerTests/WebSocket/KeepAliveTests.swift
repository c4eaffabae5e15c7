import Testing

@testable import WebServer

@Suite("Keeping a connection alive")
struct KeepAliveTests {
    private static let configuration: WebSocketConfiguration = {
        var configuration = WebSocketConfiguration()
        configuration.pingInterval = 30
        configuration.pongTimeout = 20
        return configuration
    }()

    @Test("asks once an interval, from the last time it asked")
    func interval() {
        var alive = KeepAlive(Self.configuration, now: 100)
        #expect(alive.deadline == 130)
        #expect(alive.due(129, progress: 0) == .nothing)
        #expect(alive.due(131, progress: 0) == .ping)
        #expect(alive.deadline == 151)
        alive.answered(140)
        #expect(alive.deadline == 161)
        #expect(alive.due(161, progress: 0) == .ping)
    }

    @Test("gives up when nothing is answered in time")
    func giveUp() {
        var alive = KeepAlive(Self.configuration, now: 0)
        #expect(alive.due(30, progress: 0) == .ping)
        #expect(alive.due(49, progress: 0) == .nothing)
        #expect(alive.due(50, progress: 30) == .giveUp)
    }

    @Test("waits longer for a client that still takes what went before")
    func progress() {
        var alive = KeepAlive(Self.configuration, now: 0)
        #expect(alive.due(30, progress: 0) == .ping)
        #expect(alive.due(50, progress: 45) == .nothing)
        #expect(alive.deadline == 65)
        #expect(alive.due(65, progress: 45) == .giveUp)
    }

    @Test("asks again at once when an answer was late")
    func late() {
        var alive = KeepAlive(Self.configuration, now: 0)
        #expect(alive.due(30, progress: 0) == .ping)
        #expect(alive.due(50, progress: 45) == .nothing)
        alive.answered(64)
        #expect(alive.due(64, progress: 45) == .ping)
    }

    @Test("takes no notice of an answer to nothing")
    func unasked() {
        var alive = KeepAlive(Self.configuration, now: 0)
        alive.answered(29)
        #expect(alive.deadline == 30)
    }
}
