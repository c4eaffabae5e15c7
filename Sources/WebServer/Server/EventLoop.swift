internal import Platform

/// One thread that owns sockets: waits for readiness, messages and deadlines, and does what they call for.
///
/// One loop of a server has its listeners and shares out what they accept.
final class EventLoop {
    private let mailbox: LoopMailbox
    private let configuration: ServerConfiguration
    private var poller: Poller
    private var gates: [UInt64: ListenerGate] = [:]
    private var connections: [UInt64: Connection] = [:]
    private var nextID: UInt64 = 1
    private var team: LoopTeam
    private var timers = Timers()
    private let date = DateText()
    /// Connections whose applications have asked for something, to be done for all of it at once.
    private var ordered: [UInt64] = []
    private var stopAt: Int64?

    /// The identity of the mailbox among the polled; connections and listeners count from 1.
    private static let mailboxID: UInt64 = 0

    /// - `others`: The loops to which it gives connections that it accepts.
    init(_ mailbox: LoopMailbox, others: [LoopMailbox], _ configuration: ServerConfiguration) throws(SystemError) {
        team = LoopTeam(others)
        self.mailbox = mailbox
        self.configuration = configuration
        poller = try Poller()
        try poller.add(mailbox.wakeUp.descriptor, id: EventLoop.mailboxID, .input)
    }

    /// Runs until it was told to stop and has.
    func run() throws(SystemError) {
        while stopAt == nil || !connections.isEmpty {
            let events = try poller.wait(timeout: timers.timeout(now: BootClock.now()))
            let now = BootClock.now()
            for event in events { handle(event, now) }
            expire(now)
        }
    }

    private func handle(_ event: Poller.Event, _ now: Int64) {
        if event.id == EventLoop.mailboxID {
            for message in mailbox.take() { handle(message, now) }
            flushOrdered(now)
        } else if let connection = connections[event.id] {
            connection.becameReady(event.readiness, now)
            settle(connection)
        } else if let gate = gates[event.id] {
            accept(gate, event.id, now)
        }
    }

    private func handle(_ message: LoopMessage, _ now: Int64) {
        switch message {
        case .answer(let id, let response):
            guard let connection = connections[id] else { return }
            connection.handlerAnswered(response, now)
            settle(connection)
        case .chunk(let id, let chunk):
            guard let connection = connections[id] else { return }
            connection.streamContinued(chunk, now)
            settle(connection)
        case .webSocket(let id, let order):
            guard let connection = connections[id] else { return }
            connection.carryOut(order, now)
            if ordered.last != id { ordered.append(id) }
        case .listen(let listeners):
            for listener in listeners { listen(to: listener) }
        case .accepted(let accepted): admit(accepted, now)
        case .closed(let gate, let loop): connectionClosed(gate, at: loop)
        case .loopEnded(let loop): team.loopEnded(loop)
        case .stop(let grace):
            stop(at: now + max(0, grace), now)
        }
    }

    private func listen(to listener: BoundListener) {
        let id = takeID()
        do {
            try poller.add(listener.socket, id: id, .input)
            gates[id] = ListenerGate(listener, limit: listener.connections ?? configuration.connectionsPerListener)
        } catch {
            configuration.report("a listener could not be watched: \(error)")
        }
    }

    private func stop(at deadline: Int64, _ now: Int64) {
        stopAt = min(stopAt ?? deadline, deadline)
        timers.add(deadline, for: EventLoop.mailboxID)
        for gate in gates.values { stopWatching(gate.listener.socket) }
        gates = [:]
        for connection in Array(connections.values) {
            connection.drain(now)
            settle(connection)
        }
    }

    /// Brings what is watched and waited for in line with what a connection has become.
    private func settle(_ connection: Connection) {
        do {
            guard !connection.isClosed else { return forget(connection) }
            try connection.updateInterest(poller)
            time(connection)
        } catch {
            configuration.report("a connection was closed: \(error)")
            connection.abort()
            forget(connection)
        }
    }

    private func forget(_ connection: Connection) {
        stopWatching(connection.socket)
        connections[connection.id] = nil
        connection.context.home.tellClosed()
    }

    private func connectionClosed(_ id: UInt64, at loop: Int) {
        team.connectionClosed(at: loop)
        guard let gate = gates[id] else { return }
        gate.connectionClosed()
        updateGate(gate, id)
    }

    private func stopWatching(_ socket: borrowing Descriptor) {
        do {
            try poller.remove(socket)
        } catch {
            configuration.report("a socket is still watched: \(error)")
        }
    }

    private func accept(_ gate: ListenerGate, _ id: UInt64, _ now: Int64) {
        for _ in 0..<64 where gate.isOpen {
            do {
                guard let accepted = try gate.listener.accept() else { return }
                share(accepted, gate, id, now)
            } catch {
                acceptFailed(error, gate, id, now)
            }
        }
        updateGate(gate, id)
    }

    private func share(_ accepted: consuming AcceptedSocket, _ gate: ListenerGate, _ id: UInt64, _ now: Int64) {
        let (loop, other) = team.next()
        let home = AcceptedConnection.Home(mailbox: mailbox, gate: id, loop: loop)
        let connection = AcceptedConnection(accepted, gate.listener, home)
        gate.connectionOpened()
        if let other { other.post(.accepted(connection)) } else { admit(connection, now) }
    }

    private func admit(_ accepted: AcceptedConnection, _ now: Int64) {
        guard let socket = accepted.takeSocket() else { return }
        let context = Connection.Context(
            id: takeID(),
            home: accepted.home,
            peer: accepted.peer,
            handler: accepted.listener.handler,
            mailbox: mailbox,
            date: date,
            configuration: configuration,
            writeTimeout: accepted.listener.waitsForReaders ? nil : configuration.writeTimeout
        )
        let connection = Connection(socket, context, now)
        do {
            try connection.startWatching(poller)
            connections[connection.id] = connection
            if stopAt != nil { connection.drain(now) }
            settle(connection)
        } catch {
            configuration.report("a connection could not be watched: \(error)")
            accepted.home.tellClosed()
        }
    }

    /// Without descriptors or memory the connection stays in the kernel's queue: waiting a little is all one can do.
    private func acceptFailed(_ error: SystemError, _ gate: ListenerGate, _ id: UInt64, _ now: Int64) {
        guard ListenerGate.isShortage(error) else { return }
        if gate.pause(until: now + 100) { configuration.report("connections must wait: \(error)") }
        timers.add(now + 100, for: id)
    }

    private func updateGate(_ gate: ListenerGate, _ id: UInt64) {
        guard gate.needsUpdate else { return }
        do {
            try poller.change(gate.listener.socket, id: id, gate.isOpen ? .input : [])
            gate.updated()
        } catch {
            configuration.report("a listener could not be watched: \(error)")
        }
    }

    /// Looks at everything whose time has come.
    private func expire(_ now: Int64) {
        while let id = timers.takeDue(now) {
            if let connection = connections[id] {
                connection.timer = nil
                connection.expire(now)
                settle(connection)
            } else if let gate = gates[id] {
                gate.resume(now)
                updateGate(gate, id)
            }
        }
        guard let stopAt, stopAt <= now else { return }
        for connection in Array(connections.values) {
            connection.abort()
            settle(connection)
        }
    }

    /// Sees to it that a connection is looked at when its deadline comes.
    private func time(_ connection: Connection) {
        guard let deadline = connection.deadline, deadline < connection.timer ?? Int64.max else { return }
        connection.timer = deadline
        timers.add(deadline, for: connection.id)
    }

    private func flushOrdered(_ now: Int64) {
        for id in ordered {
            guard let connection = connections[id] else { continue }
            connection.flush(now)
            settle(connection)
        }
        ordered.removeAll(keepingCapacity: true)
    }

    private func takeID() -> UInt64 {
        defer { nextID += 1 }
        return nextID
    }
}
