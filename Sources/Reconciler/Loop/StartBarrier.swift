package import Domain

/// Lets none of the sources take in what it has read before each of them has been asked once, so that a name that two of
/// them claim goes to nobody instead of to the one that answered first.
///
/// Whoever does not answer in time is not waited for.
package actor StartBarrier {
    private var left: Set<Source.ID>
    private var waiting: [CheckedContinuation<Void, Never>] = []
    /// The time that is left to them.
    private var rest: Task<Void, any Error>?

    /// How long all others wait for a source that hangs.
    package static let patience = Duration.seconds(10)

    /// - `expected`: Those that are waited for.
    package init(expected: Set<Source.ID> = []) {
        left = expected
    }

    /// The source has answered, well or badly.
    func arrive(_ source: Source.ID) {
        left.remove(source)
        if left.isEmpty { goOn() }
    }

    /// Returns when all have answered, or nobody waits any more.
    func all() async {
        guard !left.isEmpty else { return }
        await withCheckedContinuation { waiting.append($0) }
    }

    /// Ends the wait when its time is over or the surrounding task is cancelled.
    func limit(by clock: some Clock<Duration>) async {
        guard !left.isEmpty else { return }
        let rest = Task { try await clock.sleep(for: Self.patience) }
        self.rest = rest
        // However it ends, nobody is to wait any longer.
        _ = await withTaskCancellationHandler {
            await rest.result
        } onCancel: {
            rest.cancel()
        }
        left = []
        goOn()
    }

    private func goOn() {
        rest?.cancel()
        for one in waiting { one.resume() }
        waiting = []
    }
}
