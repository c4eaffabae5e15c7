import Platform

/// How much memory processes have had.
package enum ProcessMemory {
    /// The most that a process has ever had in memory at once, in bytes; nil if it is gone.
    package static func peak(of pid: Int32) -> Int64? {
        // Gone, which is no error of whoever asks.
        guard let bytes = try? DurableFile.read("/proc/\(pid)/status", limit: 65_536) else { return nil }
        let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int64($0) }.map { $0 << 10 }
    }

    /// The most that this one or any process below it has ever had.
    package static func peak(ofFamily pid: Int32) throws -> Int64 {
        let members = try [pid] + ProcessTable.descendants(of: pid).map(\.pid)
        return members.compactMap(peak).max() ?? 0
    }
}
