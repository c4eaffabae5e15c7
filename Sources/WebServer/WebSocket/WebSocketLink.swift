/// What a connection is once it speaks WebSocket; lives on the loop's thread.
final class WebSocketLink {
    enum Phase: Equatable {
        case open
        /// This side's close frame is on its way or gone; until then the client's is waited for.
        case closing(until: Int64)
        /// Both sides have said all; what waits is sent, and then the connection ends.
        case finishing(until: Int64)
    }

    let handle: WebSocketConnection
    let session: any WebSocketSession
    let configuration: WebSocketConfiguration
    var parser: WebSocketParser
    var keepAlive: KeepAlive
    private(set) var phase = Phase.open
    /// Until when the client must take something of what waits.
    var takeUntil: Int64?
    /// How many bytes the kernel held for it when that time was set: fewer of them mean that it has taken some.
    var held = 0
    /// When it last took something.
    var progress: Int64
    /// Whether the answer to the handshake has left, so that frames may overtake frames.
    var hasSentHead = false

    init(
        _ handle: WebSocketConnection,
        _ session: any WebSocketSession,
        _ configuration: WebSocketConfiguration,
        _ now: Int64
    ) {
        self.handle = handle
        self.session = session
        self.configuration = configuration
        parser = WebSocketParser(configuration)
        keepAlive = KeepAlive(configuration, now: now)
        progress = now
    }

    /// Whether nothing is taken from the client any more.
    var isFinishing: Bool {
        if case .finishing = phase { true } else { false }
    }

    /// The earliest time at which something is to be done.
    var deadline: Int64 {
        switch phase {
        case .open: min(keepAlive.deadline, takeUntil ?? Int64.max)
        case .closing(let until), .finishing(let until): until
        }
    }

    /// Gives a closing connection more time, because it is getting on.
    func wait(until time: Int64) {
        switch phase {
        case .open: break
        case .closing(let until): phase = .closing(until: max(until, time))
        case .finishing(let until): phase = .finishing(until: max(until, time))
        }
    }

    /// Ends what the application may do, and tells it how that came.
    func end(_ end: WebSocketEnd, next: Phase) {
        let wasOpen = phase == .open
        phase = next
        handle.end()
        if wasOpen { session.closed(end) }
    }
}
