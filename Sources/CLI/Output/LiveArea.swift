/// The last lines of a terminal, drawn again and again, with finished lines moving up above them.
struct LiveArea {
    private var height = 0
    private let console: any Console

    init(_ console: any Console) {
        self.console = console
    }

    /// Writes `finished` to stay, and `live` to be replaced by the next call; without a terminal `live` is left out.
    ///
    /// Of more live lines than the terminal has rows only the first are drawn: what has scrolled away cannot be
    /// replaced.
    mutating func draw(finished: [String] = [], live: [String] = []) throws {
        let shown = console.isTerminal ? live.prefix(max(1, console.rows - 1)).map { cut($0) } : []
        guard height > 0 || !finished.isEmpty || !shown.isEmpty else { return }
        let erase = height > 0 ? "\u{1B}[\(height)F\u{1B}[J" : ""
        height = shown.count
        try console.write(erase + (finished + shown).map { $0 + "\n" }.joined())
    }

    /// A longer line would take two rows, and be erased wrongly.
    private func cut(_ line: String) -> String { DisplayWidth.cut(line, to: max(1, console.width - 1)) }
}
