/// Reads a text in Prometheus' format, version 0.0.4, and takes nothing that a strict reader would refuse.
package struct MetricsCheck {
    /// The value of each series, by its name and labels as they are written.
    package private(set) var series: [String: Double] = [:]
    package private(set) var types: [String: String] = [:]
    private var helped: Set<String> = []
    private var finished: Set<String> = []
    private var current: String?

    package struct Refused: Error, CustomStringConvertible {
        package let description: String
    }

    package init(_ text: String) throws {
        guard text.hasSuffix("\n") else { throw Refused(description: "the last line has no end") }
        for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
            try read(String(line))
        }
        let missing = types.keys.filter { !helped.contains($0) }
        guard missing.isEmpty else { throw Refused(description: "no HELP of \(missing)") }
        for (name, type) in types where type == "histogram" { try checkHistogram(name) }
    }

    private mutating func read(_ line: String) throws {
        if let help = line.wholeMatch(of: /# HELP ([a-z_]+) .+/) { return try begin(String(help.1)) }
        if let type = line.wholeMatch(of: /# TYPE ([a-z_]+) (counter|gauge|histogram)/) {
            guard current == String(type.1), types.updateValue(String(type.2), forKey: String(type.1)) == nil else {
                throw Refused(description: "a TYPE out of place: \(line)")
            }
            return
        }
        let sample = /([a-z_]+)(\{(?:[a-z_]+="(?:[^"\\]|\\[\\"n])*",?)+\})? (-?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?)/
        guard let found = line.wholeMatch(of: sample), let value = Double(found.3) else {
            throw Refused(description: "no sample: \(line)")
        }
        try take(String(found.1), String(found.2 ?? ""), value, line)
    }

    private mutating func begin(_ name: String) throws {
        if let current { finished.insert(current) }
        guard !finished.contains(name), helped.insert(name).inserted else {
            throw Refused(description: "the family \(name) comes twice")
        }
        current = name
    }

    private mutating func take(_ name: String, _ labels: String, _ value: Double, _ line: String) throws {
        guard let family = current, let type = types[family] else { throw Refused(description: "no TYPE of \(line)") }
        let parts = type == "histogram" ? ["_bucket", "_sum", "_count"] : [""]
        guard parts.contains(where: { family + $0 == name }) else {
            throw Refused(description: "\(line) does not belong to \(family)")
        }
        guard type != "counter" || (name.hasSuffix("_total") && value >= 0) else {
            throw Refused(description: "no counter: \(line)")
        }
        guard series.updateValue(value, forKey: name + labels) == nil else {
            throw Refused(description: "the series comes twice: \(line)")
        }
    }

    /// Buckets grow, and the last one is the count.
    private func checkHistogram(_ name: String) throws {
        for (key, count) in series where key.hasPrefix("\(name)_count") {
            let labels = key.dropFirst("\(name)_count".count).dropLast()
            let buckets = series.filter { entry in
                entry.key.hasPrefix("\(name)_bucket\(labels.isEmpty ? "{" : labels + ",")le=")
            }
            let bounded = buckets.compactMap { key, value in
                Double(key.split(separator: "le=\"").last?.dropLast(2) ?? "").map { ($0, value) }
            }.sorted { $0.0 < $1.0 }.map(\.1)
            let last = buckets.first { $0.key.hasSuffix("le=\"+Inf\"}") }?.value
            guard bounded.count > 1, bounded == bounded.sorted(), last == count else {
                throw Refused(description: "the buckets of \(key) make no histogram")
            }
        }
    }
}
