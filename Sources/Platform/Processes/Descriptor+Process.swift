internal import CLinux

extension Descriptor {
    /// A descriptor for a process (pidfd_open(2)), which becomes readable when that has ended.
    static func process(_ pid: Int32) throws(SystemError) -> Descriptor {
        Descriptor(adopting: try systemCall("watch process \(pid)") { reconciler_pidfd_open(pid) })
    }
}
