internal import Platform

/// The name of this machine.
enum HostName {
    /// As the kernel has it; only people are told.
    static var own: String {
        // A machine that does not tell its name has none to show.
        let bytes = (try? DurableFile.read("/proc/sys/kernel/hostname", limit: 4_096)) ?? []
        return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).first.map(String.init) ?? "-"
    }
}
