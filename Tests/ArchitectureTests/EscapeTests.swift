import Testing

@Suite("The sources")
struct EscapeTests {
    /// What switches one of the compiler's checks off, or ends the program where an error would do.
    static let escapes = [
        "@unchecked", "nonisolated(unsafe)", "@preconcurrency", "unsafeBitCast", "try!", "as!", "fatalError(",
        "preconditionFailure(", "swiftlint:", "swift-format-ignore-file",
    ]

    @Test("escape none of the compiler's checks", arguments: escapes)
    func noEscape(word: String) {
        for (file, number, line) in code where line.contains(word) {
            Issue.record("\(file):\(number): \(word)")
        }
    }

    @Test("declare nothing public: there is one program, and no library")
    func nothingPublic() {
        // The cheap look comes first: the expression is slow, and few lines hold such a word.
        let suspects = code.filter { $0.2.contains("public") || $0.2.contains("open ") }
        for (file, number, line) in suspects
        where line.contains(
            /\b(public|open)\s+(\w+\s+)*(func|var|let|init|struct|class|enum|protocol|actor|extension|typealias|import)\b/
        ) {
            Issue.record("\(file):\(number): \(line)")
        }
    }

    @Test("leave nothing unfinished", arguments: ["TODO", "FIXME", "XXX", "HACK"])
    func finished(mark: String) throws {
        let word = try Regex("\\b\(mark)\\b")
        for file in SourceTree.files {
            for (index, line) in file.lines.enumerated() where line.contains(mark) && line.contains(word) {
                Issue.record("\(file):\(index + 1): \(mark)")
            }
        }
    }

    /// Every line that is not a comment.
    private var code: [(SourceFile, Int, String)] {
        SourceTree.files.flatMap { file in
            file.lines.enumerated().compactMap { index, line in
                line.drop(while: \.isWhitespace).hasPrefix("//") ? nil : (file, index + 1, line)
            }
        }
    }
}
