internal import Domain

/// Times as people read them.
enum TimeText {
    /// `2026-11-23 22:12:05Z`, in UTC.
    static func moment(_ text: String?) -> String? {
        guard let text, Instant(rfc3339: text) != nil else { return text.map(SafeText.line) }
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8))Z"
    }

    /// `3m ago`; a time that cannot be read is shown as it is.
    static func age(_ text: String?, now: Instant) -> String? {
        guard let text else { return nil }
        guard let then = Instant(rfc3339: text) else { return SafeText.line(text) }
        let past = now.millisecondsSince1970 - then.millisecondsSince1970
        return past >= 0 ? "\(span(past)) ago" : "in \(span(-past))"
    }

    /// How long it took from one time to another, or takes until now.
    static func duration(from start: String?, to end: String?, now: Instant) -> String? {
        guard let start = start.flatMap(Instant.init(rfc3339:)) else { return nil }
        let end = end.flatMap(Instant.init(rfc3339:)) ?? now
        return span(max(0, end.millisecondsSince1970 - start.millisecondsSince1970))
    }

    /// The two largest units: `850ms`, `12s`, `3m20s`, `5h`, `2d`.
    static func span(_ milliseconds: Int64) -> String {
        let seconds = milliseconds / 1_000
        switch seconds {
        case ..<1: return "\(milliseconds)ms"
        case ..<60: return "\(seconds)s"
        case ..<3_600: return pair(seconds / 60, "m", seconds % 60, "s")
        case ..<86_400: return pair(seconds / 3_600, "h", seconds % 3_600 / 60, "m")
        default: return pair(seconds / 86_400, "d", seconds % 86_400 / 3_600, "h")
        }
    }

    private static func pair(_ large: Int64, _ unit: String, _ small: Int64, _ smallUnit: String) -> String {
        small == 0 ? "\(large)\(unit)" : "\(large)\(unit)\(small)\(smallUnit)"
    }
}
