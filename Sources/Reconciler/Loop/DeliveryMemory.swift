internal import Domain

/// Which deliveries of push hooks have come, and what they were answered: the newest ones alone.
struct DeliveryMemory: Sendable {
    /// How many are remembered.
    static let kept = 1_000

    private var requests: [PushHook: ControlRequest.ID] = [:]
    /// The remembered ones, as a ring.
    private var ring: [(hook: PushHook, request: ControlRequest.ID)] = []
    private var oldest = 0

    /// The request that the same delivery has been before; nil for one without a name.
    func request(of hook: PushHook) -> ControlRequest.ID? { requests[hook] }

    /// Lets the delivery that has been this request come again.
    mutating func forget(_ hook: PushHook, as request: ControlRequest.ID) {
        if requests[hook] == request { requests[hook] = nil }
    }

    /// Remembers a delivery that has not come before; one without a name is no other's repetition.
    mutating func remember(_ hook: PushHook, as request: ControlRequest.ID) {
        guard hook.delivery != nil else { return }
        requests[hook] = request
        guard ring.count == Self.kept else { return ring.append((hook, request)) }
        forget(ring[oldest].hook, as: ring[oldest].request)
        ring[oldest] = (hook, request)
        oldest = (oldest + 1) % Self.kept
    }
}
