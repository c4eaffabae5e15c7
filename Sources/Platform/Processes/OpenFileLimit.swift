internal import Glibc

/// How many files and connections this process may have open at once: `RLIMIT_NOFILE` of getrlimit(2).
///
/// The soft limit of most systems is 1,024, so that programs that use select(2) keep working; a program without such a
/// use raises its own to the hard limit, and gives what it starts the old one back (systemd.exec(5), `LimitNOFILE=`).
package struct OpenFileLimit: Hashable, Sendable {
    /// What counts now.
    package let soft: UInt64
    /// To what the process may raise it by itself.
    package let hard: UInt64

    package static func current() throws(SystemError) -> OpenFileLimit {
        var limit = rlimit()
        try systemCall("ask for the limit of open files") { getrlimit(files, &limit) }
        return OpenFileLimit(soft: UInt64(limit.rlim_cur), hard: UInt64(limit.rlim_max))
    }

    /// Makes `count`, or the hard limit if that is less, the limit of this process and of what it starts from now on.
    ///
    /// - Returns: The limits from now on.
    @discardableResult
    package static func set(soft count: UInt64) throws(SystemError) -> OpenFileLimit {
        let hard = try current().hard
        let soft = min(count, hard)
        var limit = rlimit(rlim_cur: rlim_t(soft), rlim_max: rlim_t(hard))
        try systemCall("set the limit of open files to \(soft)") { setrlimit(files, &limit) }
        return OpenFileLimit(soft: soft, hard: hard)
    }

    private static var files: __rlimit_resource_t { __rlimit_resource_t(RLIMIT_NOFILE.rawValue) }
}
