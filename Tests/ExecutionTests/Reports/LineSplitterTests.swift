import Testing

@testable import Execution

@Suite("The line splitter")
struct LineSplitterTests {
    private static func lines(_ pieces: [String], limit: Int) -> [String] {
        var splitter = LineSplitter(limit: limit)
        let lines = pieces.flatMap { splitter.push(Array($0.utf8)) } + [splitter.finish()].compactMap(\.self)
        return lines.compactMap(\.whole).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("gives the same lines wherever the stream is cut")
    func everyBorder() {
        let text = Array("one\r\n\ntwo\nmuch too long\nthree\nlast")
        for first in 0...text.count {
            for second in first...text.count {
                let pieces = [text[..<first], text[first..<second], text[second...]].map { String($0) }
                #expect(Self.lines(pieces, limit: 5) == ["one", "", "two", "three", "last"])
            }
        }
    }

    @Test("hands out a line of exactly the limit, with either end")
    func limit() {
        #expect(Self.lines(["12345\r\n12345\n123456\n1234\r\n12345"], limit: 5) == ["12345", "12345", "1234", "12345"])
    }

    @Test("keeps the two ends of a longer line, whatever the pieces in which it comes")
    func ends() {
        for size in 1...20 {
            var splitter = LineSplitter(limit: 8, margin: 3)
            let text = Array("abcdefghijklm\r\nnext\nqrstuvwxyz".utf8)
            var lines: [LineSplitter.Line] = []
            for start in stride(from: 0, to: text.count, by: size) {
                lines += splitter.push(Array(text[start..<min(start + size, text.count)]))
            }
            lines += [splitter.finish()].compactMap(\.self)
            #expect(lines.compactMap(\.whole) == [Array("next".utf8)])
            let long = lines.compactMap { if case .long(let line) = $0 { line } else { nil } }
            #expect(long.map { String(decoding: $0.head, as: UTF8.self) } == ["abc", "qrs"])
            #expect(long.map { String(decoding: $0.tail, as: UTF8.self) } == ["lm\r", "xyz"])
            #expect(long.map(\.length) == [14, 10])
        }
    }
}
