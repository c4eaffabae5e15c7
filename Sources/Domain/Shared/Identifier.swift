/// An identity that cannot be mixed up with that of another kind of aggregate.
///
/// `Identifier<Deployment>` and `Identifier<Service>` are different types, though both hold a number. The store
/// gives numbers out, rising from 1, and never gives one out twice.
package struct Identifier<Owner>: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let number: Int64

    package var description: String { String(number) }

    package init(_ number: Int64) {
        self.number = number
    }

    package static func < (left: Identifier, right: Identifier) -> Bool { left.number < right.number }
}
