internal import Domain
internal import Platform
internal import Synchronization
internal import WebServer

/// Wakes a command when the daemon has something new to tell: it hears the feed, and what is new is read from the event
/// log, where nothing is missed.
///
/// As long as the feed cannot be heard it wakes the command after a short while.
final class EventBell: Sendable {
    /// The server asks every 30 s whether this side is still there.
    private static let silence: Int64 = 90_000
    /// How long a command sleeps that hears nothing.
    private static let deafness = Duration.milliseconds(250)

    private let socket: String
    private let executor = BlockingExecutor(label: "feed")
    private let state = Mutex(State())

    private struct State {
        var isHearing = false
        var hasRung = false
        var isOver = false
        var sleeper: CheckedContinuation<Void, Never>?
    }

    /// Begins to hear the feed of the daemon at this socket.
    init(socket: String) {
        self.socket = socket
        Task { [self] in await listen() }
    }

    /// Hears no more; the connection is given up with the next message.
    func stop() {
        state.withLock { $0.isOver = true }
        ring()
    }

    /// Returns when something has happened since the last call, or after so long.
    func wait(upTo limit: Duration) async {
        let limit = state.withLock(\.isHearing) ? limit : min(limit, Self.deafness)
        let timer = Task {
            guard (try? await Task.sleep(for: limit)) != nil else { return }
            ring()
        }
        await withCheckedContinuation { sleeper in
            let isNews = state.withLock { state in
                defer { state.hasRung = false }
                if !state.hasRung { state.sleeper = sleeper }
                return state.hasRung
            }
            if isNews { sleeper.resume() }
        }
        timer.cancel()
    }

    private func ring() {
        let sleeper = state.withLock { state in
            defer { state.sleeper = nil }
            state.hasRung = state.sleeper == nil
            return state.sleeper
        }
        sleeper?.resume()
    }

    private func listen() async {
        while !state.withLock(\.isOver) {
            // Why the feed cannot be heard is no matter here: what the command asks next says it.
            try? await executor.run { [self] in try hear() }
            state.withLock { $0.isHearing = false }
            ring()
            try? await Task.sleep(for: .seconds(1))
        }
    }

    private func hear() throws {
        var client = try UnixWebSocketClient(path: socket, target: "/api/v1/feed", timeout: Self.silence)
        while try client.next() != nil, !state.withLock(\.isOver) {
            state.withLock { $0.isHearing = true }
            ring()
        }
    }
}
