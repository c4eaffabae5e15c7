internal import Synchronization

/// The application's end of a WebSocket connection; may be used from any thread.
package final class WebSocketConnection: Sendable {
    /// What the application asks for.
    package enum Message: Equatable, Sendable {
        case send([WebSocketFrame])
        /// `dropping` says that what waits is not sent any more.
        case close(WebSocketCloseCode, reason: String, dropping: Bool)
    }

    private struct State {
        var waiting = 0
        var isOpen = true
    }

    private let state = Mutex(State())
    private let limit: Int
    private let deliver: @Sendable (Message) -> Void

    /// - Parameters:
    ///   - limit: How many bytes may wait.
    ///   - deliver: Takes orders, in the order of the calls.
    package init(limit: Int, deliver: @escaping @Sendable (Message) -> Void) {
        self.limit = limit
        self.deliver = deliver
    }

    /// How many bytes wait in this process, those of the server itself included.
    package var waitingBytes: Int { state.withLock(\.waiting) }

    /// Whether frames are still taken.
    package var isOpen: Bool { state.withLock(\.isOpen) }

    /// Sends frames after those that wait.
    ///
    /// When they would make more bytes wait than the limit, the client is too slow: the connection is closed with 1013
    /// and what waits is dropped. Whatever is sent while nothing waits is taken, of any size.
    ///
    /// - Returns: Whether the frames were taken.
    @discardableResult
    package func send(_ frames: [WebSocketFrame]) -> Bool {
        if offer(frames) { return true }
        close(.tryAgainLater, "the client reads too slowly", dropping: true)
        return false
    }

    /// Sends frames after those that wait, unless they would make more bytes wait than the limit.
    ///
    /// Whatever is offered while nothing waits is taken, of any size.
    ///
    /// - Returns: Whether the frames were taken; where they were not, the connection goes on without them.
    package func offer(_ frames: [WebSocketFrame]) -> Bool {
        guard admit(frames.reduce(0) { $0 + $1.bytes.count }) else { return false }
        deliver(.send(frames))
        return true
    }

    /// Closes the connection; what waits is sent first, unless it is dropped.
    package func close(_ code: WebSocketCloseCode, _ reason: String = "", dropping: Bool = false) {
        guard end() else { return }
        deliver(.close(code, reason: reason, dropping: dropping))
    }

    /// Takes no further frames; whether it did until now.
    @discardableResult
    func end() -> Bool {
        state.withLock { state in
            defer { state.isOpen = false }
            return state.isOpen
        }
    }

    /// Counts what the server itself sends.
    func added(_ count: Int) {
        state.withLock { $0.waiting += count }
    }

    /// Counts what waits no longer; whether that was all.
    func left(_ count: Int) -> Bool {
        state.withLock { state in
            state.waiting -= count
            return state.waiting == 0
        }
    }

    /// Counts what is to be sent, if the connection is open and has room for it.
    private func admit(_ count: Int) -> Bool {
        state.withLock { state in
            guard state.isOpen, state.waiting == 0 || count <= limit - state.waiting else { return false }
            state.waiting += count
            return true
        }
    }
}
