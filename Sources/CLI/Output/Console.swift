/// Where a command writes.
protocol Console: Sendable {
    /// Writes a part of the result.
    func write(_ bytes: [UInt8]) throws
    /// Writes a message for the person, on a line of its own, beside the result.
    func say(_ message: String)
    /// Whether the result goes to a terminal, so that lines can be drawn again.
    var isTerminal: Bool { get }
    /// Whether the result may be coloured.
    var usesColour: Bool { get }
    /// Of the terminal, in columns.
    var width: Int { get }
    /// Of the terminal.
    var rows: Int { get }
    /// How long a line of the result may be; nil where it does not go to a terminal.
    var lineWidth: Int? { get }
}

extension Console {
    var paint: Paint { Paint(isOn: usesColour) }

    func write(_ text: String) throws { try write(Array(text.utf8)) }
}
