internal import Domain

/// What takes the disk, in a line or two.
enum DiskText {
    /// Empty as long as the daemon has not looked.
    static func lines(_ disk: JSONValue?) -> [String] {
        [use(disk), disk?.line("shortage").map { "No run starts, because \($0)." }].compactMap(\.self)
    }

    private static func use(_ disk: JSONValue?) -> String? {
        let parts = [
            part(disk, "store_bytes", "store"),
            part(disk, "log_bytes", "outputs").map { $0 + most(disk) },
            part(disk, "run_bytes", "runs"),
            part(disk, "source_bytes", "repositories"),
            part(disk, "free_bytes", "free"),
        ].compactMap(\.self)
        return parts.isEmpty ? nil : "Disk: " + parts.joined(separator: ", ")
    }

    private static func part(_ disk: JSONValue?, _ key: String, _ name: String) -> String? {
        disk?[key]?.integer.map { "\(name) \(ByteSizeText.text($0))" }
    }

    private static func most(_ disk: JSONValue?) -> String {
        disk?["limits"]?["total_log_bytes"]?.integer.map { " of \(ByteSizeText.text($0))" } ?? ""
    }
}
