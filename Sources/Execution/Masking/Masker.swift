/// Replaces secrets in a stream of bytes, also where one is cut by the borders of the pieces in which it comes.
///
/// What might be the beginning of a secret is held back until it is decided; it is never longer than a secret.
struct Masker: Sendable {
    static let mask = Array("***".utf8)
    private static let cut = "…"

    /// By their first two bytes, the longest first.
    private let secrets: [UInt16: [[UInt8]]]
    /// For each byte, whether a secret begins with it.
    private let begins: [Bool]
    private var held: [UInt8] = []

    /// - Parameter secrets: Those of less than two bytes are passed over.
    init(_ secrets: [[UInt8]]) {
        let sorted = Set(secrets.filter { $0.count >= 2 }).sorted { $0.count > $1.count }
        let firstBytes = Set(sorted.map { $0[0] })
        begins = (UInt8.min...UInt8.max).map(firstBytes.contains)
        self.secrets = Dictionary(grouping: sorted) { Self.beginning($0[0], $0[1]) }
    }

    private static func beginning(_ first: UInt8, _ second: UInt8) -> UInt16 { UInt16(first) << 8 | UInt16(second) }

    /// The next piece, masked, less what is held back.
    mutating func push(_ bytes: [UInt8]) -> [UInt8] {
        guard !secrets.isEmpty else { return bytes }
        let whole = held + bytes
        let (masked, end) = mask(whole, isLast: false)
        held = Array(whole[end...])
        return masked
    }

    /// What was held back, at the end of the stream.
    mutating func finish() -> [UInt8] {
        defer { held = [] }
        return mask(held, isLast: true).masked
    }

    /// One text; behind its end, where "…" says that it was cut, a secret may have gone on.
    func mask(_ text: String) -> String {
        guard !secrets.isEmpty else { return text }
        let isCut = text.hasSuffix(Self.cut)
        let bytes = Array((isCut ? text.dropLast() : text[...]).utf8)
        let (masked, end) = mask(bytes, isLast: !isCut)
        let begun = end < bytes.count ? Self.mask : []
        return String(decoding: masked + begun, as: UTF8.self) + (isCut ? Self.cut : "")
    }

    private func mask(_ bytes: [UInt8], isLast: Bool) -> (masked: [UInt8], end: Int) {
        var masked: [UInt8] = []
        masked.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let plain = bytes[index...].prefix { !begins[Int($0)] }
            masked += plain
            index = plain.endIndex
            guard index < bytes.count else { break }
            switch look(at: bytes[index...], isLast: isLast) {
            case .plain:
                masked.append(bytes[index])
                index += 1
            case .secret(let length):
                masked += Self.mask
                index += length
            case .undecided: return (masked, index)
            }
        }
        return (masked, index)
    }

    private enum Look {
        case plain
        case secret(Int)
        case undecided
    }

    /// Looks at bytes that begin with one with which a secret begins.
    private func look(at rest: ArraySlice<UInt8>, isLast: Bool) -> Look {
        guard rest.count > 1 else { return isLast ? .plain : .undecided }
        let beginning = Self.beginning(rest[rest.startIndex], rest[rest.startIndex + 1])
        for secret in secrets[beginning] ?? [] {
            if rest.starts(with: secret) { return .secret(secret.count) }
            if !isLast, rest.count < secret.count, secret.starts(with: rest) { return .undecided }
        }
        return .plain
    }
}
