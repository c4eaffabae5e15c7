/// Rows of text in columns that are as wide as their widest cell.
struct TextTable {
    /// The text of one place in a table.
    struct Cell: ExpressibleByStringLiteral {
        let text: String
        let colour: Paint.Colour?

        /// Text from anywhere, made safe, and cut to `limit` characters; nil is shown as a dash.
        init(_ text: String?, _ colour: Paint.Colour? = nil, limit: Int = .max) {
            let whole = SafeText.line(text ?? "")
            let safe = whole.count > limit ? whole.prefix(max(0, limit - 1)) + "…" : whole
            self.text = safe.isEmpty ? "-" : safe
            self.colour = safe.isEmpty ? nil : colour
        }

        init(stringLiteral text: String) { self.init(text) }

        /// The title of a column, which may be empty.
        fileprivate init(title: String) {
            text = title
            colour = .bold
        }
    }

    private let header: [String]
    private var rows: [[Cell]] = []

    init(_ header: String...) {
        self.header = header
    }

    var isEmpty: Bool { rows.isEmpty }

    mutating func add(_ cells: Cell...) { rows.append(cells) }

    /// The lines with the header first; nothing stands at a line's end that cannot be seen.
    func text(_ paint: Paint) -> String {
        let widths = header.indices.map { column in
            max(header[column].count, rows.map { $0.indices.contains(column) ? $0[column].text.count : 0 }.max() ?? 0)
        }
        let titles = header.map(Cell.init(title:))
        return ([titles] + rows).map { line($0, widths, paint) + "\n" }.joined()
    }

    private func line(_ cells: [Cell], _ widths: [Int], _ paint: Paint) -> String {
        var line = ""
        for (index, cell) in cells.enumerated() {
            line += paint(cell.text, cell.colour)
            guard index < cells.count - 1, widths.indices.contains(index) else { continue }
            line += String(repeating: " ", count: max(0, widths[index] - cell.text.count) + 2)
        }
        while line.last == " " { line.removeLast() }
        return line
    }
}
