/// The id of a Git object: 20 bytes, as a tree holds them.
package struct ObjectName: Hashable, Sendable, CustomStringConvertible {
    package let bytes: [UInt8]

    /// The id that no object has.
    static let zero = ObjectName(bytes: Array(repeating: 0, count: 20))

    /// One that is random, and so names nothing.
    static func unknown(_ random: inout SplitMix64) -> ObjectName {
        ObjectName(bytes: (0..<20).map { _ in UInt8.random(in: .min ... .max, using: &random) })
    }

    /// 40 digits in lower case.
    package var description: String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
