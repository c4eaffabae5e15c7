/// The thread of a ``Waiter``: every wait that goes on, and what ends it.
final class WaiterLoop {
    /// What other threads tell the loop.
    enum Message: Sendable {
        case begin(Wait, Condition, CheckedContinuation<Waiter.Ending, any Error>)
        case end(Wait)
    }

    /// What is waited for.
    struct Condition: Sendable {
        let descriptor: Int32?
        let interest: Readiness
        let deadline: Int64?
    }

    private struct Going {
        let descriptor: Int32?
        let continuation: CheckedContinuation<Waiter.Ending, any Error>
    }

    static let mailboxID: UInt64 = 0
    /// The longest sleep, in milliseconds: the kernel counts it without the time that the machine is suspended.
    private static let longestSleep: Int32 = 10_000
    /// How many timers of waits that are over may be left beside as many of waits that go on.
    private static let spareTimers = 1_024

    private let mailbox: Mailbox<Message>
    private var poller: Poller
    private var timers = Timers()
    private var waits: [UInt64: Going] = [:]

    /// `poller` watches the mailbox already.
    init(_ mailbox: Mailbox<Message>, _ poller: consuming Poller) {
        self.mailbox = mailbox
        self.poller = poller
    }

    /// Waits as long as the process lives.
    func run() -> Never {
        while true {
            // It fails only without an instance or memory of its own, both of which are there.
            for event in (try? poller.wait(timeout: timeout())) ?? [] { handle(event) }
            expire(BootClock.now())
        }
    }

    private func timeout() -> Int32 {
        let timeout = timers.timeout(now: BootClock.now())
        return timeout < 0 ? timeout : min(timeout, Self.longestSleep)
    }

    private func handle(_ event: Poller.Event) {
        guard event.id == Self.mailboxID else { return finish(event.id, .success(.ready)) }
        for message in mailbox.take() {
            switch message {
            case .begin(let wait, let order, let continuation): begin(wait, order, continuation)
            case .end(let wait): finish(wait.id, .success(.ended))
            }
        }
    }

    private func begin(
        _ wait: Wait,
        _ order: Condition,
        _ continuation: CheckedContinuation<Waiter.Ending, any Error>
    ) {
        guard !wait.wasEnded else { return continuation.resume(returning: .ended) }
        do {
            if let descriptor = order.descriptor { try poller.add(number: descriptor, id: wait.id, order.interest) }
        } catch {
            return continuation.resume(throwing: error)
        }
        waits[wait.id] = Going(descriptor: order.descriptor, continuation: continuation)
        if let deadline = order.deadline { timers.add(deadline, for: wait.id) }
    }

    private func expire(_ now: Int64) {
        while let id = timers.takeDue(now) { finish(id, .success(.due)) }
        guard timers.count > 2 * waits.count + Self.spareTimers else { return }
        timers.keep { waits[$0] != nil }
    }

    private func finish(_ id: UInt64, _ ending: Result<Waiter.Ending, any Error>) {
        guard let wait = waits.removeValue(forKey: id) else { return }
        // Watched above and kept open since, so it can be removed.
        if let descriptor = wait.descriptor { try? poller.remove(number: descriptor) }
        wait.continuation.resume(with: ending)
    }
}
