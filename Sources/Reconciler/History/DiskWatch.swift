package import Domain

/// Looks again and again whether there is disk enough, and lets nothing run while there is not.
package struct DiskWatch: Sendable {
    private let context: DaemonContext
    private let disk: any DiskMeasuring
    private let needed: Int64
    private let board: DiskBoard

    /// Between two looks, in milliseconds.
    private static var interval: Int64 { 5_000 }

    package init(_ context: DaemonContext, _ disk: any DiskMeasuring, _ board: DiskBoard) {
        self.context = context
        self.disk = disk
        self.board = board
        needed = board.limits.freeBytes
    }

    /// Runs until the surrounding task is cancelled.
    package func run() async {
        while !Task.isCancelled {
            await look()
            // Cut short only by cancellation, which the loop looks at.
            try? await context.clock.sleep(for: .milliseconds(Self.interval))
        }
    }

    /// Looks now, and has everything looked at anew when it is another answer than before.
    ///
    /// - Returns: Whether there is disk enough; a disk that cannot be looked at is taken for enough.
    @discardableResult
    package func look() async -> Bool {
        let shortage = await shortage()
        guard context.runtimeState.note(shortage) else { return shortage == nil }
        if let shortage {
            context.log.warning("no run starts until there is more disk", fields(shortage))
        } else {
            context.log.info("there is disk enough again: runs start")
        }
        context.workQueue.addAll()
        context.queue.ring()
        return shortage == nil
    }

    private func shortage() async -> DiskShortage? {
        do {
            let free = try await disk.free()
            board.change { $0.free = free }
            return free < needed ? DiskShortage(free: free, needed: needed) : nil
        } catch {
            context.log.debug("could not look at the disk", ["error": "\(error)"])
            return nil
        }
    }

    private func fields(_ shortage: DiskShortage) -> LogFields {
        ["free_bytes": shortage.free, "needed_bytes": shortage.needed]
    }
}
