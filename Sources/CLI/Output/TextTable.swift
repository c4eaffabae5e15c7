/// Rows of text in columns that are as wide as their widest cell, or as narrow as the terminal wants them.
struct TextTable {
    /// What becomes of a line that is wider than the terminal.
    enum Overflow {
        /// Its widest cells are cut.
        case cut
        /// Its last cell goes on in further lines.
        case wrapped
        /// Its last cell, unless it is empty, stands in a line below, and is cut.
        case below
        /// Its last cell, unless it is empty, stands in as many lines below as it needs.
        case wrappedBelow

        fileprivate var isBelow: Bool { self == .below || self == .wrappedBelow }
    }

    /// The text of one place in a table.
    struct Cell: ExpressibleByStringLiteral {
        let text: String
        let colour: Paint.Colour?
        let isEmpty: Bool

        /// Text from anywhere, made safe; nil is shown as a dash.
        init(_ text: String?, _ colour: Paint.Colour? = nil) {
            let safe = SafeText.line(text ?? "")
            isEmpty = safe.isEmpty
            self.text = safe.isEmpty ? "-" : safe
            self.colour = safe.isEmpty ? nil : colour
        }

        init(stringLiteral text: String) { self.init(text) }

        /// The title of a column, which may be empty.
        fileprivate init(title: String) {
            text = title
            colour = .bold
            isEmpty = title.isEmpty
        }
    }

    /// A table as it is shown.
    struct Lines {
        let header: String
        /// The lines of each row.
        let rows: [[String]]
    }

    /// Between two columns.
    private static let gap = 2
    /// How narrow a column may become.
    private static let narrowest = 4
    /// What the last cell has at least where it goes on in further lines.
    private static let wrapped = 24

    private let header: [String]
    private let overflow: Overflow
    private var rows: [[Cell]] = []

    init(_ header: String..., overflow: Overflow = .cut) {
        self.header = header
        self.overflow = overflow
    }

    var isEmpty: Bool { rows.isEmpty }

    mutating func add(_ cells: Cell...) { rows.append(cells) }

    /// The lines with the header first.
    ///
    /// - `width`: Of the terminal; nil where lines may have any length.
    func text(_ paint: Paint, width: Int? = nil) -> String {
        let lines = lines(paint, width: width)
        return ([[lines.header]] + lines.rows).joined().map { $0 + "\n" }.joined()
    }

    /// Nothing stands at a line's end that cannot be seen.
    func lines(_ paint: Paint, width: Int?) -> Lines {
        let titles = header.map(Cell.init(title:))
        guard let width, overflow.isBelow else {
            let widths = widths(of: header.indices, in: width)
            let header = line(titles, widths, paint).first ?? ""
            return Lines(header: header, rows: rows.map { line($0, widths, paint) })
        }
        let widths = widths(of: header.indices.dropLast(), in: width)
        return Lines(
            header: line(titles.dropLast(), widths, paint).first ?? "",
            rows: rows.map { line($0.prefix(widths.count), widths, paint) + below($0.last, width) }
        )
    }

    private func below(_ cell: Cell?, _ width: Int) -> [String] {
        guard let cell, !cell.isEmpty else { return [] }
        guard overflow == .wrappedBelow else { return ["  " + DisplayWidth.cut(cell.text, to: width - 2)] }
        return DisplayWidth.wrap(cell.text, to: width - 2).map { "  " + $0 }
    }

    private func widths(of columns: Range<Int>, in room: Int?) -> [Int] {
        let natural = columns.map { column in
            max(
                DisplayWidth.of(header[column]),
                rows.map { $0.indices.contains(column) ? DisplayWidth.of($0[column].text) : 0 }.max() ?? 0
            )
        }
        guard let room, let last = natural.last else { return natural }
        guard overflow == .wrapped else { return Self.fitted(natural, to: room) }
        let others = Self.fitted(natural.dropLast(), to: room - Self.gap - min(last, Self.wrapped))
        return others + [max(1, min(last, room - others.reduce(0) { $0 + $1 + Self.gap }))]
    }

    /// The widths with which a line fits: the widest give way first.
    private static func fitted(_ widths: some Collection<Int>, to room: Int) -> [Int] {
        var widths = Array(widths)
        var excess = widths.reduce(0, +) + gap * (widths.count - 1) - room
        while excess > 0, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }), widths[widest] > narrowest {
            widths[widest] -= 1
            excess -= 1
        }
        return widths
    }

    /// The lines of one row.
    private func line(_ cells: some Collection<Cell>, _ widths: [Int], _ paint: Paint) -> [String] {
        let cells = Array(cells.prefix(widths.count))
        guard overflow == .wrapped, let last = cells.last, cells.count == widths.count else {
            return [line(cells, cut: widths, paint)]
        }
        let lines = DisplayWidth.wrap(last.text, to: widths[widths.count - 1])
        let indent = String(repeating: " ", count: widths.dropLast().reduce(0) { $0 + $1 + Self.gap })
        let first = line(cells.dropLast() + [Cell(lines.first, last.colour, asIs: last)], cut: widths, paint)
        return [first] + lines.dropFirst().map { indent + paint($0, last.colour) }
    }

    private func line(_ cells: [Cell], cut widths: [Int], _ paint: Paint) -> String {
        var line = ""
        for (index, cell) in cells.enumerated() {
            let text = DisplayWidth.cut(cell.text, to: widths[index])
            line += paint(text, cell.colour)
            guard index < cells.count - 1 else { continue }
            line += String(repeating: " ", count: max(0, widths[index] - DisplayWidth.of(text)) + Self.gap)
        }
        while line.last == " " { line.removeLast() }
        return line
    }
}

extension TextTable.Cell {
    /// A part of another cell's text, or that as it is.
    fileprivate init(_ part: String?, _ colour: Paint.Colour?, asIs whole: TextTable.Cell) {
        text = part ?? whole.text
        self.colour = colour
        isEmpty = whole.isEmpty
    }
}
