internal import CLinux

/// What inotify(7) has told: which watches saw a change.
struct WatchedChanges {
    private(set) var watches: Set<Int32> = []
    /// Those that have ended, because their file is gone or nobody wants them any more.
    private(set) var ended: Set<Int32> = []
    /// Whether the system has lost some, because they were too many.
    private(set) var areIncomplete = false

    /// Takes the whole events of one reading: a head of 16 bytes, and a name of as many bytes as the head's last four say.
    mutating func add(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { bytes in
            var place = 0
            while place + Self.head <= bytes.count {
                note(
                    bytes.loadUnaligned(fromByteOffset: place, as: Int32.self),
                    bytes.loadUnaligned(fromByteOffset: place + 4, as: UInt32.self)
                )
                place += Self.head + Int(bytes.loadUnaligned(fromByteOffset: place + 12, as: UInt32.self))
            }
        }
    }

    private static let head = 16

    private mutating func note(_ watch: Int32, _ what: UInt32) {
        if what & UInt32(IN_Q_OVERFLOW) != 0 { areIncomplete = true }
        if what & UInt32(IN_IGNORED) != 0 { ended.insert(watch) }
        watches.insert(watch)
    }
}
