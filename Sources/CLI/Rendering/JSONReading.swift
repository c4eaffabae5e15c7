internal import Domain

extension JSONValue {
    /// The text at the end of the keys, safe for a terminal; nil if any of them is missing or null.
    func line(_ keys: String...) -> String? {
        var value: JSONValue? = self
        for key in keys { value = value?[key] }
        switch value {
        case .string(let text)?: return SafeText.line(text)
        case .number(let text)?: return text
        case .bool(let flag)?: return flag ? "yes" : "no"
        case .null?, .array?, .object?, nil: return nil
        }
    }

    /// The strings of a list; empty if there is none.
    func lines(_ key: String) -> [String] {
        (self[key]?.array ?? []).compactMap { $0.string.map(SafeText.line) }
    }
}
