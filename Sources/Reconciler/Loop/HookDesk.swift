package import Domain
internal import Synchronization

/// Takes push hooks, and has the sources polled because of them.
///
/// The pollers see to it that of each source one poll runs and one waits, however many hooks come.
package final class HookDesk: HookTaking {
    private let pollers: [SourceName: SourcePoller]
    private let requests: RequestLedger
    private let meter: Meter
    private let state = Mutex(State())
    private let clock: any Clock<Duration>
    private let orders: AsyncStream<Order>
    private let orderer: AsyncStream<Order>.Continuation

    fileprivate struct State {
        var isOpen = true
        var deliveries: [SourceName: DeliveryMemory] = [:]
        /// The requests whose polls have not ended.
        var underWay: [SourceName: Set<ControlRequest.ID>] = [:]
        /// The sources that are polled for what could not be read, and whether more has come since the last such poll.
        var unread: [SourceName: Bool] = [:]
    }

    private enum Order: Sendable {
        case poll(Delivery)
        case pollUnread(SourceName, SourcePoller)
    }

    private struct Delivery: Sendable {
        let hook: PushHook
        let request: ControlRequest.ID
        let poller: SourcePoller
    }

    /// How many hooks of one source may wait for the ends of their polls.
    package static var mostUnderWay: Int { 100 }
    /// Between two polls for what could not be read: whether it was genuine, nobody knows.
    private static let unreadPause = Duration.seconds(10)

    /// - `pollers`: Of the sources that take hooks.
    package init(
        pollers: [SourcePoller],
        requests: RequestLedger,
        meter: Meter,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.clock = clock
        self.pollers = Dictionary(pollers.map { ($0.source.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.requests = requests
        self.meter = meter
        (orders, orderer) = AsyncStream.makeStream()
        for name in self.pollers.keys { meter.expectHooks(of: name) }
    }

    /// Polls for the hooks that are taken, until the surrounding task is cancelled; none is taken afterwards.
    package func run() async {
        await withDiscardingTaskGroup { group in
            for await order in orders {
                group.addTask {
                    switch order {
                    case .poll(let delivery): await self.carryOut(delivery)
                    case .pollUnread(let source, let poller): await self.poll(poller, forUnread: source)
                    }
                }
            }
        }
        close()
    }

    package func take(_ hook: PushHook) throws(HookPostponed) -> ControlRequest.ID {
        do {
            let (request, result) = try state.withLock { state throws(HookPostponed) in try take(hook, &state) }
            meter.note(result, of: hook.source)
            return request
        } catch {
            meter.note(.postponed, of: hook.source)
            throw error
        }
    }

    package func noteRefusal(of source: SourceName) { meter.note(.refused, of: source) }

    package func takeUnread(_ source: SourceName, polls: Bool) {
        meter.note(.tooLarge, of: source)
        guard polls, let poller = pollers[source] else { return }
        let isFirst = state.withLock { state in state.isOpen && state.unread.updateValue(true, forKey: source) == nil }
        if isFirst { orderer.yield(.pollUnread(source, poller)) }
    }

    /// Polls as long as more comes that could not be read.
    private func poll(_ poller: SourcePoller, forUnread source: SourceName) async {
        while state.withLock({ $0.takeUnread(source) }) {
            _ = await poller.poll()
            // Cut short only by the end, after which no poll begins.
            try? await clock.sleep(for: Self.unreadPause)
            guard !Task.isCancelled else { return }
        }
    }

    private func take(
        _ hook: PushHook,
        _ state: inout State
    ) throws(HookPostponed) -> (request: ControlRequest.ID, result: HookResult) {
        if let known = state.deliveries[hook.source]?.request(of: hook) { return (known, .duplicate) }
        guard state.isOpen, let poller = pollers[hook.source] else { throw .stopping }
        guard state.underWay[hook.source, default: []].count < Self.mostUnderWay else { throw .tooMany }
        let request = requests.begin(.hook, about: hook.source)
        state.deliveries[hook.source, default: DeliveryMemory()].remember(hook, as: request)
        state.underWay[hook.source, default: []].insert(request)
        orderer.yield(.poll(Delivery(hook: hook, request: request, poller: poller)))
        return (request, .accepted)
    }

    private func carryOut(_ order: Delivery) async {
        let polled = await order.poller.pollOnHook()
        // A poll that the daemon's end cuts short says nothing of the source.
        guard polled.failure == nil || !Task.isCancelled else { return }
        state.withLock { state in
            // A delivery that is sent again because its poll has failed is to be polled for.
            if polled.failure != nil { state.deliveries[order.hook.source]?.forget(order.hook, as: order.request) }
        }
        requests.end(order.request, polled)
        state.withLock { _ = $0.underWay[order.hook.source]?.remove(order.request) }
    }

    private func close() {
        let left = state.withLock { state in
            defer { state.underWay = [:] }
            state.isOpen = false
            return state.underWay.values.flatMap(\.self)
        }
        for request in left { requests.fail(request, HookPostponed.stopping.description) }
    }
}

extension HookDesk.State {
    /// Whether something came for the source since the last time; if not, the next one begins anew.
    fileprivate mutating func takeUnread(_ source: SourceName) -> Bool {
        guard unread[source] == true else {
            unread[source] = nil
            return false
        }
        unread[source] = false
        return true
    }
}
