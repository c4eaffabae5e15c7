internal import Domain

/// Why a source is held and what to do about it, in one line.
enum HeldText {
    /// - Parameter source: A source as `status` or the answer to a sync shows it.
    /// - Returns: Nil if the source is not held.
    static func line(_ source: JSONValue) -> String? {
        guard let held = source["held"], held != .null, let revision = held.line("revision") else { return nil }
        let message = held.line("message") ?? held.line("reason") ?? "?"
        return
            "held at \(Words.short(revision) ?? revision): \(message); `\(command(held))` accepts it"
    }

    /// What a person types to release a hold.
    static func command(_ held: JSONValue) -> String {
        held.line("command") ?? "reconciler sync --accept \(held.line("revision") ?? "REVISION")"
    }
}
