internal import CLinux
internal import Glibc
internal import Synchronization

/// All files and folders that are watched, in one instance of inotify(7): a user may have few instances, and many watches.
final class WatchedFiles: Sendable {
    private static let present = Mutex<WatchedFiles?>(nil)
    /// How long nothing is told after the system has lost changes because they were too many, and everybody had to look.
    private static let pauseAfterLoss = Duration.milliseconds(250)

    /// The process's own.
    ///
    /// - Throws: That the user has too many instances, or there is no descriptor left; asked again it tries again.
    static func shared() throws(SystemError) -> WatchedFiles {
        let files = present.withLock { present in
            Result { () throws(SystemError) in
                if let present { return present }
                let files = try WatchedFiles()
                present = files
                Task.detached { await files.tellChanges() }
                return files
            }
        }
        return try files.get()
    }

    let waiter: Waiter
    private let instance: Descriptor
    /// Who is to be told, by the number of the watch, which is one for each file however many watch it.
    private let bells = Mutex<[Int32: [ObjectIdentifier: ChangeBell]]>([:])

    private init() throws(SystemError) {
        waiter = try Waiter.shared()
        instance = Descriptor(
            adopting: try systemCall("watch files") { inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC)) }
        )
    }

    /// Rings the bell at every such change at `path` from now on, until it is removed.
    ///
    /// - Returns: The number of the watch.
    func add(_ bell: ChangeBell, at path: String, _ changes: Int) throws(SystemError) -> Int32 {
        let watch = bells.withLock { bells in
            Result { () throws(SystemError) in
                let watch = try systemCall("watch \(path)") {
                    inotify_add_watch(instance.number, path, UInt32(changes) | UInt32(IN_MASK_ADD))
                }
                bells[watch, default: [:]][ObjectIdentifier(bell)] = bell
                return watch
            }
        }
        return try watch.get()
    }

    /// Rings the bell no more; with its last bell a watch ends.
    func remove(_ bell: ChangeBell, from watches: Set<Int32>) {
        bells.withLock { bells in
            for watch in watches {
                guard bells[watch]?.removeValue(forKey: ObjectIdentifier(bell)) != nil else { continue }
                guard bells[watch]?.isEmpty ?? false else { continue }
                bells[watch] = nil
                // It may have ended by itself, with its file.
                _ = inotify_rm_watch(instance.number, watch)
            }
        }
    }

    private func tellChanges() async {
        var pace = Pace()
        while true {
            // This task is never cancelled, and whatever else keeps it from waiting, it looks at this pace.
            _ = try? await instance.becomesReadable(by: nil)
            let changes = takeChanges()
            tell(changes)
            let pause = changes.areIncomplete ? Self.pauseAfterLoss : pace.pause(now: BootClock.now())
            // As above.
            if let pause { try? await Task.sleep(for: pause) }
        }
    }

    private func tell(_ changes: WatchedChanges) {
        let rung = bells.withLock { bells in
            let told = changes.areIncomplete ? Array(bells.keys) : Array(changes.watches)
            let rung = told.flatMap { bells[$0].map { Array($0.values) } ?? [] }
            // Their files are gone, and their numbers are never given again.
            for watch in changes.ended { bells[watch] = nil }
            return rung
        }
        for bell in rung { bell.ring() }
    }

    /// Takes what is known, so that only later changes are told again.
    private func takeChanges() -> WatchedChanges {
        var changes = WatchedChanges()
        for _ in 0..<64 {
            // A failure leaves the changes to be found again.
            guard case .bytes(let bytes)? = try? instance.readAvailable(upTo: 65_536) else { break }
            changes.add(bytes)
        }
        return changes
    }
}
