internal import Platform

/// The lock of a run's folder, as the daemon has handed it down.
enum RunLock {
    /// Holds it until this process ends, and gives it to no program unless it is named.
    static func holdForLife() throws {
        let lock = Descriptor(adopting: Supervisor.lockDescriptor)
        _ = try FileLock(adopting: lock.duplicate(), path: RunFolder(path: ".").lock)
        try lock.setCloseOnExec(true)
        // Never closed: the end of this process lets it go, and nothing earlier.
        _ = lock.release()
    }
}
