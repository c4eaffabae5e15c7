internal import Platform

/// One client's connection: takes requests one by one and sends their answers in order.
///
/// It lives on the loop's thread. While a request is answered nothing more is read, so that whatever the client
/// sends ahead waits in the kernel.
final class Connection {
    /// What a connection is given.
    struct Context {
        let id: UInt64
        /// Who is told of its end.
        let home: AcceptedConnection.Home
        let peer: Peer
        let handler: any HTTPHandler
        let mailbox: LoopMailbox
        let date: DateText
        let configuration: ServerConfiguration
        /// How long the client may take nothing of an answer, in milliseconds; nil for as long as it likes.
        let writeTimeout: Int64?
    }

    enum Phase {
        /// A request is awaited or on its way.
        case receiving
        /// A handler is at work.
        case answering(Exchange, Task<Void, Never>)
        /// The rest of the answer is in the output.
        case sending(keepsAlive: Bool)
        /// The body is made as it is sent; `pull` asks for its next part.
        case streaming(OutgoingStream, keepsAlive: Bool, pull: Task<Void, Never>?)
        /// It speaks WebSocket.
        case webSocket(WebSocketLink)
        /// All is said; the client may finish reading.
        case lingering(left: Int)
        case closed
    }

    let context: Context
    let socket: Descriptor
    var phase = Phase.receiving
    var parser: RequestParser
    var output = OutputQueue()
    var hasServed = false
    var isDraining = false
    /// Whether the requests that are here are being taken.
    var isAdvancing = false
    /// Whether the client will send no more.
    var peerIsDone = false
    /// How many bytes of the answer that is being made are on their way already.
    var sentAhead = 0
    /// When the connection has waited long enough, in milliseconds of the boot clock.
    var deadline: Int64?
    /// The earliest time at which the loop will look at the deadline anyway.
    var timer: Int64?
    /// What the present deadline of a request is for.
    var timedProgress: RequestParser.Progress?
    private var interest: Readiness = []

    init(_ socket: consuming Descriptor, _ context: Context, _ now: Int64) {
        self.socket = socket
        self.context = context
        parser = RequestParser(limits: context.configuration.limits, peer: context.peer)
        timeRequest(now)
    }

    var id: UInt64 { context.id }
    var configuration: ServerConfiguration { context.configuration }

    var isClosed: Bool {
        if case .closed = phase { true } else { false }
    }

    /// Does what the socket is ready for.
    func becameReady(_ readiness: Readiness, _ now: Int64) {
        guard !readiness.contains(.failed) else { return abort() }
        if readiness.contains(.output) { flush(now) }
        switch phase {
        case .receiving, .webSocket, .lingering:
            if !readiness.isDisjoint(with: [.input, .hungUp, .peerClosed]) { receive(now) }
        case .answering, .sending, .streaming:
            if readiness.contains(.hungUp) { return abort() }
            if readiness.contains(.peerClosed) { peerClosed(now) }
        case .closed:
            break
        }
    }

    /// Answers what is under way, then closes.
    func drain(_ now: Int64) {
        isDraining = true
        switch phase {
        case .receiving where parser.progress == .nothing: abort()
        case .webSocket(let link): beginClosing(link, .goingAway, "the server stops", now)
        case .receiving, .answering, .sending, .streaming, .lingering, .closed: break
        }
    }

    /// Closes at once; a handler at work is told by its task's cancellation.
    func abort() {
        switch phase {
        case .answering(_, let task): task.cancel()
        case .streaming(_, _, let pull): pull?.cancel()
        case .webSocket(let link): link.end(.lost, next: .finishing(until: 0))
        case .receiving, .sending, .lingering, .closed: break
        }
        phase = .closed
        deadline = nil
    }

    func startWatching(_ poller: borrowing Poller) throws(SystemError) {
        interest = wanted
        try poller.add(socket, id: id, interest)
    }

    func updateInterest(_ poller: borrowing Poller) throws(SystemError) {
        guard interest != wanted else { return }
        interest = wanted
        try poller.change(socket, id: id, interest)
    }

    private var wanted: Readiness {
        var wanted: Readiness = output.isEmpty ? [] : .output
        switch phase {
        case .receiving, .webSocket, .lingering: wanted.insert(.input)
        case .answering, .sending, .streaming: if !peerIsDone { wanted.insert(.peerClosed) }
        case .closed: break
        }
        return wanted
    }
}
