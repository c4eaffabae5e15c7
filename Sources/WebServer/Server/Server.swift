internal import Dispatch
package import Platform
internal import Synchronization

/// An HTTP/1.1 server: one thread for all connections of all its listeners, handlers on the shared pool.
package final class Server: Sendable {
    private enum State {
        case idle
        case running(LoopMailbox)
        case ended
    }

    private let listeners: [Listener]
    private let configuration: ServerConfiguration
    private let state = Mutex(State.idle)
    private let waiters = StopWaiters()

    package init(_ listeners: [Listener], configuration: ServerConfiguration = ServerConfiguration()) {
        self.listeners = listeners
        self.configuration = configuration
    }

    /// Binds every listener and begins to answer; called once.
    ///
    /// - Returns: The listeners' addresses in their order, with real ports.
    /// - Throws: What kept a listener from its address; then none listens.
    package func start() throws(SystemError) -> [Listener.Address] {
        var bound: [BoundListener] = []
        for listener in listeners { bound.append(try Self.bind(listener)) }
        let mailbox = try LoopMailbox()
        let isFirst = state.withLock { state in
            guard case .idle = state else { return false }
            state = .running(mailbox)
            return true
        }
        guard isFirst else { return [] }
        mailbox.post(.listen(bound))
        run(mailbox)
        return bound.map(\.address)
    }

    /// Stops listening, lets the requests in flight end within `grace` milliseconds, and returns when all is closed.
    package func stop(grace: Int64 = 5_000) async {
        guard case .running(let mailbox) = state.withLock({ $0 }) else { return }
        mailbox.post(.stop(within: grace))
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

    private func run(_ mailbox: LoopMailbox) {
        let (configuration, waiters) = (configuration, waiters)
        // A queue of its own is a thread of its own, for as long as the loop runs.
        DispatchQueue(label: "web server").async {
            do {
                let loop = try EventLoop(mailbox, configuration)
                try loop.run()
            } catch {
                configuration.report("the web server has ended: \(error)")
            }
            waiters.loopHasEnded()
        }
    }
}
