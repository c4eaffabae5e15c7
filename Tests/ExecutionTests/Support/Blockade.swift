import Dispatch
import Platform
import Synchronization
import TestSupport
import Testing

/// Keeps all threads of some workers busy.
final class Blockade: Sendable {
    private let end = DispatchSemaphore(value: 0)
    private let standing = Mutex(0)
    private let count: Int

    /// Returns when none of the workers' `count` threads is free.
    init(of workers: Workers, count: Int) async throws {
        self.count = count
        for _ in 0..<count {
            workers.submit { [end, self] in
                self.standing.withLock { $0 += 1 }
                end.wait()
            }
        }
        #expect(await eventually { self.standing.withLock { $0 } == count })
    }

    func lift() { for _ in 0..<count { end.signal() } }
}
