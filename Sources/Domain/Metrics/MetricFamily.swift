/// A measured thing, with a value for each set of labels.
package struct MetricFamily: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// Only grows, from zero at the start of the process.
        case counter
        case gauge
        case histogram
    }

    package let name: String
    /// What it says, and in which unit.
    package let help: String
    package let kind: Kind
    package let samples: [Sample]

    package init(_ name: String, _ kind: Kind, _ help: String, _ samples: [Sample]) {
        self.name = name
        self.kind = kind
        self.help = help
        self.samples = samples
    }

    /// One value, and what tells it from the others of its family.
    package struct Sample: Hashable, Sendable {
        package let labels: [Label]
        package let value: Value

        package init(_ value: Value, _ labels: KeyValuePairs<String, String> = [:]) {
            self.labels = labels.map { Label(name: $0.key, value: $0.value) }
            self.value = value
        }
    }

    package struct Label: Hashable, Sendable {
        package let name: String
        package let value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package enum Value: Hashable, Sendable {
        case number(Double)
        case histogram(Histogram)
    }
}

extension MetricFamily.Value {
    package static func integer(_ number: some BinaryInteger) -> MetricFamily.Value { .number(Double(number)) }

    package static func flag(_ isSet: Bool) -> MetricFamily.Value { .number(isSet ? 1 : 0) }
}
