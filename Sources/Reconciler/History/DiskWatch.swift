package import Domain

/// Looks again and again whether there is disk enough, and lets nothing run while there is not.
package struct DiskWatch<WaitClock: Clock<Duration>>: Sendable {
    private let disk: any DiskMeasuring
    private let needed: Int64
    private let runtimeState: RuntimeState
    private let board: DiskBoard
    private let workQueue: WorkQueue
    private let queue: Wakeup
    private let clock: WaitClock
    private let log: any Log

    /// Between two looks, in milliseconds.
    private static var interval: Int64 { 5_000 }

    /// - `queue`: Rung when deployments that wait for a slot may have it again.
    package init(
        disk: any DiskMeasuring,
        runtimeState: RuntimeState,
        board: DiskBoard,
        workQueue: WorkQueue,
        queue: Wakeup,
        clock: WaitClock,
        log: any Log
    ) {
        self.disk = disk
        needed = board.limits.freeBytes
        self.runtimeState = runtimeState
        self.board = board
        self.workQueue = workQueue
        self.queue = queue
        self.clock = clock
        self.log = log
    }

    /// Runs until the surrounding task is cancelled.
    package func run() async {
        while !Task.isCancelled {
            await look()
            // Cut short only by cancellation, which the loop looks at.
            try? await clock.sleep(for: .milliseconds(Self.interval))
        }
    }

    /// Looks now, and has everything looked at anew when it is another answer than before.
    ///
    /// - Returns: Whether there is disk enough; a disk that cannot be looked at is taken for enough.
    @discardableResult
    package func look() async -> Bool {
        let shortage = await shortage()
        guard runtimeState.note(shortage) else { return shortage == nil }
        if let shortage {
            log.warning("no run starts until there is more disk", fields(shortage))
        } else {
            log.info("there is disk enough again: runs start")
        }
        workQueue.addAll()
        queue.ring()
        return shortage == nil
    }

    private func shortage() async -> DiskShortage? {
        do {
            let free = try await disk.free()
            board.change { $0.free = free }
            return free < needed ? DiskShortage(free: free, needed: needed) : nil
        } catch {
            log.debug("could not look at the disk", ["error": "\(error)"])
            return nil
        }
    }

    private func fields(_ shortage: DiskShortage) -> KeyValuePairs<String, String> {
        ["free_bytes": "\(shortage.free)", "needed_bytes": "\(shortage.needed)"]
    }
}
