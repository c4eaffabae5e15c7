package import Domain

/// Takes commands to their handler, and the events that follow to whoever reacts to them.
///
/// If a handler throws, the sender is told: nothing was changed. If a reaction throws, the change stands, so the
/// failure is logged and the next event is published all the same.
package struct MessageBus<Handler: CommandHandling, Reactor: EventReacting>: CommandSending {
    private let handler: Handler
    private let reactor: Reactor
    private let log: any Log

    package init(handler: Handler, reactor: Reactor, log: any Log) {
        self.handler = handler
        self.reactor = reactor
        self.log = log
    }

    package func send<C: Command>(_ command: C) async throws -> C.Reply {
        let done = try await command.accept(by: handler)
        for event in done.events { await publish(event) }
        return done.value
    }

    private func publish(_ stored: StoredEvent) async {
        do {
            try await reactor.react(to: stored)
        } catch {
            log.error("reaction failed", ["event": stored.event.name, "seq": stored.seq, "error": "\(error)"])
        }
    }
}

/// What follows from each event.
///
/// A reaction may only wake something: what must happen is found again in the store at every start.
package protocol EventReacting: Sendable {
    func react(to stored: StoredEvent) async throws
}
