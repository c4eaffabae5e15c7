internal import Platform
internal import Synchronization

/// A new connection on its way to the loop that will own it; closed if that never takes it.
final class AcceptedConnection: Sendable {
    /// By whom the listener's connections are counted.
    struct Home: Sendable {
        let mailbox: LoopMailbox
        let gate: UInt64
        /// The place of the connection's loop among those of the server.
        let loop: Int

        func tellClosed() { mailbox.post(.closed(gate: gate, loop: loop)) }
    }

    let peer: Peer
    let listener: BoundListener
    let home: Home
    private let socket: Mutex<Descriptor?>

    init(_ accepted: consuming AcceptedSocket, _ listener: BoundListener, _ home: Home) {
        peer = accepted.peer
        self.listener = listener
        self.home = home
        socket = Mutex(accepted.takeSocket())
    }

    /// The socket, once.
    func takeSocket() -> Descriptor? { socket.withLock { $0.take() } }
}
