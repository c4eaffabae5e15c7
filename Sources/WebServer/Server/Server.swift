internal import Dispatch
package import Platform
internal import Synchronization

/// An HTTP/1.1 server: a few threads for all connections of all its listeners, handlers on the shared pool.
package final class Server: Sendable {
    private enum State {
        case idle
        case running([LoopMailbox])
        case ended
    }

    private let listeners: [Listener]
    private let configuration: ServerConfiguration
    private let state = Mutex(State.idle)
    private let waiters: StopWaiters

    package init(_ listeners: [Listener], configuration: ServerConfiguration = ServerConfiguration()) {
        self.listeners = listeners
        self.configuration = configuration
        waiters = StopWaiters(loops: configuration.loops)
    }

    /// Binds every listener and begins to answer; called once.
    ///
    /// - Returns: The listeners' addresses in their order, with real ports.
    /// - Throws: What kept a listener from its address; then none listens.
    package func start() throws(SystemError) -> [Listener.Address] {
        var bound: [BoundListener] = []
        for listener in listeners { bound.append(try Self.bind(listener)) }
        var mailboxes: [LoopMailbox] = []
        for _ in 0..<configuration.loops { mailboxes.append(try LoopMailbox()) }
        let isFirst = state.withLock { state in
            guard case .idle = state else { return false }
            state = .running(mailboxes)
            return true
        }
        guard isFirst else { return [] }
        mailboxes[0].post(.listen(bound))
        for loop in mailboxes.indices { run(loop, of: mailboxes) }
        return bound.map(\.address)
    }

    /// Stops listening, lets the requests in flight end within `grace` milliseconds, and returns when all is closed.
    package func stop(grace: Int64 = 5_000) async {
        guard case .running(let mailboxes) = state.withLock({ $0 }) else { return }
        for mailbox in mailboxes { mailbox.post(.stop(within: grace)) }
        await waiters.wait()
    }

    private static func bind(_ listener: Listener) throws(SystemError) -> BoundListener {
        do {
            return try BoundListener(listener)
        } catch {
            guard let name = listener.name else { throw error }
            throw SystemError(code: error.code, action: "open \(name): \(error.action)")
        }
    }

    /// The first loop accepts connections for all.
    private func run(_ loop: Int, of mailboxes: [LoopMailbox]) {
        let (configuration, waiters) = (configuration, waiters)
        // A queue of its own is a thread of its own, for as long as the loop runs.
        DispatchQueue(label: "web server").async {
            do {
                let others = loop == 0 ? Array(mailboxes.dropFirst()) : []
                try EventLoop(mailboxes[loop], others: others, configuration).run()
            } catch {
                configuration.report("a loop of the web server has ended: \(error)")
                mailboxes[0].post(.loopEnded(loop))
            }
            waiters.loopHasEnded()
        }
    }
}
