import Testing

struct StillWaiting: Error, CustomStringConvertible {
    let what: String
    let limit: Duration

    var description: String { "after \(limit) still waiting for: \(what)" }
}

/// Looks again and again until `look` finds something, and returns that.
///
/// The limit is generous: it ends only tests that fail, with an error that says what was waited for.
func eventually<Value>(
    _ what: String,
    within limit: Duration = .seconds(180),
    _ look: () async throws -> Value?
) async throws -> Value {
    let clock = ContinuousClock()
    let deadline = clock.now + limit
    while clock.now < deadline {
        if let value = try await look() { return value }
        try await Task.sleep(for: .milliseconds(50))
    }
    throw StillWaiting(what: what, limit: limit)
}

/// Looks again and again until the condition holds.
func waitUntil(
    _ what: String,
    within limit: Duration = .seconds(180),
    _ condition: () async throws -> Bool
) async throws {
    _ = try await eventually(what, within: limit) { try await condition() ? true : nil }
}

/// Lets only so many in at once: a daemon with its runs keeps a processor busy.
actor Gate {
    static let daemons = Gate(places: 3)

    private var places: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(places: Int) { self.places = places }

    func enter() async {
        guard places == 0 else {
            places -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    func leave() {
        guard waiting.isEmpty else { return waiting.removeFirst().resume() }
        places += 1
    }
}

extension Trait where Self == TimeLimitTrait {
    /// For a test behind ``Gate``: the time in which it waits for all the others to pass counts too.
    static var behindTheGate: Self { behindTheGate(andThen: 0) }

    /// For one that takes so many seconds itself.
    static func behindTheGate(andThen seconds: Int) -> Self { .timeLimit(.minutes(30 + seconds / 60)) }
}
