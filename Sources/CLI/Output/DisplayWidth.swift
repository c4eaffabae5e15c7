/// How much room text takes in a terminal, and text made to fit.
///
/// Our own colours take none; wide characters and emoji take two columns, combining marks none.
enum DisplayWidth {
    /// In columns.
    static func of(_ text: String) -> Int {
        isPlain(text) ? text.utf8.count : glyphs(text).reduce(0) { $0 + $1.width }
    }

    /// The text, or as much of it as fits with `…` at its end.
    static func cut(_ text: String, to width: Int) -> String {
        guard of(text) > width else { return text }
        guard width > 0 else { return "" }
        var (cut, left, isPainted) = ("", width - 1, false)
        for glyph in glyphs(text) {
            guard glyph.width <= left else { break }
            left -= glyph.width
            cut += glyph.text
            if glyph.isColour { isPainted = glyph.text != Paint.end }
        }
        return cut + "…" + (isPainted ? Paint.end : "")
    }

    /// The text in lines that fit, broken between words, and within those that are longer than a line.
    static func wrap(_ text: String, to width: Int) -> [String] {
        guard of(text) > width, width > 0 else { return [text] }
        var lines: [String] = []
        var (line, taken) = ("", 0)
        for word in text.split(separator: " ").flatMap({ pieces(String($0), of: width) }) {
            let size = of(word)
            if taken > 0, taken + 1 + size > width {
                lines.append(line)
                (line, taken) = ("", 0)
            }
            if taken > 0 { line += " " }
            taken += size + (taken > 0 ? 1 : 0)
            line += word
        }
        return lines + [line]
    }

    /// A word in parts that fit.
    private static func pieces(_ word: String, of width: Int) -> [String] {
        guard of(word) > width else { return [word] }
        var pieces: [String] = []
        var (piece, taken) = ("", 0)
        for glyph in glyphs(word) {
            if taken + glyph.width > width, taken > 0 {
                pieces.append(piece)
                (piece, taken) = ("", 0)
            }
            piece += glyph.text
            taken += glyph.width
        }
        return pieces + [piece]
    }

    /// What is drawn as one, or one of our colours.
    private struct Glyph {
        let text: String
        let width: Int
        var isColour = false
    }

    private static func isPlain(_ text: String) -> Bool { text.utf8.allSatisfy { (0x20..<0x7F).contains($0) } }

    private static func glyphs(_ text: String) -> [Glyph] {
        var glyphs: [Glyph] = []
        var rest = text[...]
        while let character = rest.first {
            if character == "\u{1B}", let end = rest.firstIndex(of: "m") {
                glyphs.append(Glyph(text: String(rest[...end]), width: 0, isColour: true))
                rest = rest[rest.index(after: end)...]
            } else {
                glyphs.append(Glyph(text: String(character), width: CharacterWidth.of(character)))
                rest = rest.dropFirst()
            }
        }
        return glyphs
    }
}
