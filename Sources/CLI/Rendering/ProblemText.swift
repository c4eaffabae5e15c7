internal import Domain

/// Problems as compilers write them: `path:line:column: message`.
enum ProblemText {
    static func line(_ problem: JSONValue) -> String {
        let place = [problem.line("path"), problem.line("line"), problem.line("column")].compactMap { $0 }
        let severity = problem.line("severity") == "warning" ? "warning: " : ""
        return "\(place.joined(separator: ":")): \(severity)\(problem.line("message") ?? "")"
    }

    /// Under a title, each going on in further lines where the terminal is narrow; nothing if there are none.
    static func section(_ problems: [JSONValue], width: Int? = nil) -> String {
        guard !problems.isEmpty else { return "" }
        return "\nProblems:\n" + problems.flatMap { lines($0, width: width) }.map { $0 + "\n" }.joined()
    }

    /// One problem, indented.
    static func lines(_ problem: JSONValue, width: Int?) -> [String] {
        let lines = width.map { DisplayWidth.wrap(line(problem), to: max(1, $0 - 4)) } ?? [line(problem)]
        return lines.enumerated().map { ($0.offset == 0 ? "  " : "    ") + $0.element }
    }
}
