import Foundation

/// What became of the rounds.
struct Results {
    private var rounds: [Fault: Int] = [:]
    private var violations: [Fault: Int] = [:]
    private(set) var skipped: [Fault: String] = [:]
    private(set) var deployments: Int64 = 0
    private(set) var events: Int64 = 0

    mutating func count(_ fault: Fault, violations count: Int) {
        rounds[fault, default: 0] += 1
        violations[fault, default: 0] += count
    }

    mutating func skip(_ fault: Fault, because reason: String) { skipped[fault] = reason }

    mutating func count(_ ledger: Ledger) {
        deployments += ledger.lastDeployment
        events += ledger.lastEvent
    }

    var violationCount: Int { violations.values.reduce(0, +) }
    var roundCount: Int { rounds.values.reduce(0, +) }

    /// The table, in Markdown; `program` is the name of what was tortured.
    func table(program: String, seed: UInt64, services: Int, seconds: Int64) -> String {
        let rows = Fault.all.filter { rounds[$0] != nil || skipped[$0] != nil }.map { fault in
            let count = rounds[fault].map(String.init) ?? "left out: \(skipped[fault] ?? "")"
            return "| \(fault.description) | \(count) | \(violations[fault] ?? 0) |"
        }
        let date = ISO8601DateFormatter.string(from: Date(), timeZone: .gmt, formatOptions: [.withFullDate])
        return """
            \(date), `\(program)`, seed \(seed), \(services) services, \(deployments) deployments, \(events) events, \
            \(seconds / 60) minutes.

            | fault | rounds | violations |
            |---|---|---|
            \(rows.joined(separator: "\n"))
            | all | \(roundCount) | \(violationCount) |
            """
    }
}

/// The part of a document that the torturer writes.
enum GeneratedPart {
    static let begin = "<!-- What follows is written by make torture. -->"
    static let end = "<!-- What make torture writes ends here. -->"

    static func replace(in path: String, with text: String) throws {
        let old = try String(contentsOfFile: path, encoding: .utf8)
        guard let head = old.range(of: begin), let tail = old.range(of: end), head.upperBound <= tail.lowerBound else {
            throw Trouble("\(path) has no place for the table, between \(begin) and \(end)")
        }
        let new = old[..<head.upperBound] + "\n\n" + text + "\n\n" + old[tail.lowerBound...]
        try String(new).write(toFile: path, atomically: true, encoding: .utf8)
    }
}
