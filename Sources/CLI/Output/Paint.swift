/// Colours text, if colours are wanted.
struct Paint: Sendable {
    let isOn: Bool

    enum Colour: Int, Sendable {
        case bold = 1
        case dim = 2
        case red = 31
        case green = 32
        case yellow = 33
        case cyan = 36
    }

    func callAsFunction(_ text: String, _ colour: Colour?) -> String {
        guard isOn, let colour, !text.isEmpty else { return text }
        return "\u{1B}[\(colour.rawValue)m\(text)\(Self.end)"
    }

    /// What ends a colour.
    static let end = "\u{1B}[0m"
}
