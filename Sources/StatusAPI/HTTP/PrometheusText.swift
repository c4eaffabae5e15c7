internal import Domain

/// Metrics in the text format of Prometheus, version 0.0.4.
enum PrometheusText {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    static func text(_ families: [MetricFamily]) -> String { families.map(text).joined() }

    /// The family with its head; nothing of one without samples.
    private static func text(_ family: MetricFamily) -> String {
        guard !family.samples.isEmpty else { return "" }
        let help = escaped(family.help, quotes: false)
        let head = "# HELP \(family.name) \(help)\n# TYPE \(family.name) \(family.kind.rawValue)\n"
        return head + family.samples.map { lines($0, family.name) }.joined()
    }

    private static func lines(_ sample: MetricFamily.Sample, _ name: String) -> String {
        switch sample.value {
        case .number(let value): line(name, sample.labels, value)
        case .histogram(let histogram): lines(histogram, name, sample.labels)
        }
    }

    /// Each bucket with those before it, then the sum and the count.
    private static func lines(_ histogram: Histogram, _ name: String, _ labels: [MetricFamily.Label]) -> String {
        var (text, count) = ("", Int64(0))
        for (bound, own) in zip(histogram.bounds, histogram.counts) {
            count += own
            text += bucket(name, labels, number(bound), count)
        }
        return text + bucket(name, labels, "+Inf", histogram.total) + line("\(name)_sum", labels, histogram.sum)
            + line("\(name)_count", labels, Double(histogram.total))
    }

    private static func bucket(
        _ name: String,
        _ labels: [MetricFamily.Label],
        _ bound: String,
        _ count: Int64
    ) -> String {
        line("\(name)_bucket", labels + [MetricFamily.Label(name: "le", value: bound)], Double(count))
    }

    private static func line(_ name: String, _ labels: [MetricFamily.Label], _ value: Double) -> String {
        let pairs = labels.map { "\($0.name)=\"\(escaped($0.value, quotes: true))\"" }.joined(separator: ",")
        return "\(name)\(pairs.isEmpty ? "" : "{\(pairs)}") \(number(value))\n"
    }

    /// Whole numbers without a fraction.
    private static func number(_ value: Double) -> String {
        Int64(exactly: value).map { String($0) } ?? String(value)
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        text.unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
    }
}
