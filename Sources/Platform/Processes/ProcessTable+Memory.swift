internal import Glibc

extension ProcessTable {
    /// What a process has in memory beside the files that it has mapped, in bytes; nil if it is gone.
    package static func ownMemory(of pid: Int32) -> Int64? {
        // Gone, which is no error of whoever asks.
        guard let bytes = try? DurableFile.read("/proc/\(pid)/statm", limit: 4_096) else { return nil }
        let pages = String(decoding: bytes, as: UTF8.self).split(separator: " ").prefix(3).compactMap { Int64($0) }
        guard pages.count == 3 else { return nil }
        return max(0, pages[1] - pages[2]) * Int64(sysconf(Int32(_SC_PAGESIZE)))
    }
}
