internal import Domain

/// Problems as compilers write them: `path:line:column: message`.
enum ProblemText {
    static func line(_ problem: JSONValue) -> String {
        let place = [problem.line("path"), problem.line("line"), problem.line("column")].compactMap { $0 }
        let severity = problem.line("severity") == "warning" ? "warning: " : ""
        return "\(place.joined(separator: ":")): \(severity)\(problem.line("message") ?? "")"
    }

    /// One line each, under a title; nothing if there are none.
    static func section(_ problems: [JSONValue]) -> String {
        guard !problems.isEmpty else { return "" }
        return "\nProblems:\n" + problems.map { "  \(line($0))\n" }.joined()
    }
}
