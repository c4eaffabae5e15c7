/// Removes folders beside everything else, so that nobody waits for one with a million files but who wants it gone, and
/// those who want another one gone.
package actor FolderRemover {
    private let executor = BlockingExecutor(on: FolderRemover.removers)

    nonisolated package var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// However many folders are to go: a disk does not remove them faster by more.
    private static let removers = Workers(label: "remove folders", count: 4)

    package init() {}

    /// As ``FolderRemoval/remove(_:in:while:)`` does it.
    ///
    /// - Throws: ``SystemError``, with ECANCELED when the task was cancelled while there was much to remove.
    package func remove(_ path: String) throws(SystemError) {
        try FolderRemoval.remove(path, while: { !Task.isCancelled })
    }
}
