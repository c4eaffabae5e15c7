internal import CLinux
internal import Dispatch
internal import Glibc

/// Tells when something happens in one folder: a file appears, is put in place or is closed after writing, or the
/// one file that matters grows.
///
/// Changes that come between two waits end the next wait at once.
package final class FolderWatch: Sendable {
    private let descriptor: Descriptor
    private let queue: DispatchQueue

    /// Watches the folder itself, not what lies deeper, and `file`, which must be there, for every write.
    package init(_ folder: String, growthOf file: String) throws(SystemError) {
        let number = try systemCall("watch the folder \(folder)") { inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC)) }
        descriptor = Descriptor(adopting: number)
        queue = DispatchQueue(label: "watch \(folder)")
        let changes = UInt32(IN_CREATE | IN_MOVED_TO | IN_CLOSE_WRITE)
        try systemCall("watch the folder \(folder)") { inotify_add_watch(number, folder, changes) }
        try systemCall("watch the file \(file)") { inotify_add_watch(number, file, UInt32(IN_MODIFY)) }
    }

    /// Returns after the next change, or after `limit` milliseconds.
    ///
    /// A thread of its own waits; cancelling the task does not end the wait.
    package func change(orAfter limit: Int) async {
        await withCheckedContinuation { continuation in
            queue.async {
                // Whatever keeps it from waiting, the caller looks again: that is all a change means too.
                _ = try? ReadableDescriptors.wait(for: [self.descriptor.number], upTo: limit)
                self.forget()
                continuation.resume()
            }
        }
    }

    /// Takes the changes that are known, so that only later ones end the next wait.
    private func forget() {
        // A failure leaves the changes to be found again.
        while case .bytes? = try? descriptor.readAvailable(upTo: 65_536) {}
    }
}
