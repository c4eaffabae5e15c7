/// Gives folders to accounts beside everything else, so that nobody waits for one with a million files but who wants it
/// given.
package actor FolderHandover {
    private let executor = BlockingExecutor(on: FolderHandover.workers)

    nonisolated package var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// However many folders are to be given: a disk is no faster by more.
    package static let workers = Workers(label: "give folders", count: 4)

    package init() {}

    /// Gives a folder and all it holds, as ``Account/own(_:while:)`` does it.
    ///
    /// - Throws: ``SystemError``, with ECANCELED when the task was cancelled while there was much to give.
    package func give(_ path: String, to account: Account) throws(SystemError) {
        try account.own(path, while: { !Task.isCancelled })
    }
}
