import Foundation
import Synchronization

/// How full a small file system gets, looked at again and again while something goes on.
package final class DiskPeak: Sendable {
    package struct Use: Sendable {
        package var bytes: Int64 = 0
        package var files: Int64 = 0
    }

    private let most = Mutex(Use())

    /// Looks every few milliseconds, for as long as somebody holds it.
    package init(of disk: SmallDisk) {
        Thread.detachNewThread { [weak self] in
            // A file system that is gone has no use any more, and nobody to ask for it.
            while let use = try? disk.use, self?.note(use) != nil { Thread.sleep(forTimeInterval: 0.02) }
        }
    }

    /// The most that was seen since the last call.
    package func take() -> Use {
        most.withLock { use in
            defer { use = Use() }
            return use
        }
    }

    private func note(_ use: Use) {
        most.withLock { most in
            most.bytes = max(most.bytes, use.bytes)
            most.files = max(most.files, use.files)
        }
    }
}
