internal import Glibc
internal import Platform

/// Opens an address that somebody may still have for a moment.
///
/// A process that is killed leaves its listening sockets to a program that it was just starting, until that program has
/// begun and everything that it shall not have is closed.
enum TakenAddress {
    /// In milliseconds.
    static let patience: Int64 = 3_000

    /// - Throws: What `open` throws; EADDRINUSE only if it is so after all the patience.
    static func open(_ open: () throws(SystemError) -> Descriptor) throws(SystemError) -> Descriptor {
        let deadline = BootClock.now() + patience
        while true {
            do {
                return try open()
            } catch {
                guard error.code == EADDRINUSE, BootClock.now() < deadline else { throw error }
                _ = try ReadableDescriptors.wait(for: [], upTo: 10)
            }
        }
    }
}
