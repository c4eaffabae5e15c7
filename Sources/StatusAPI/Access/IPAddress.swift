internal import Glibc

/// An address of the Internet Protocol: IPv6, or IPv4 as IPv6 carries it (RFC 4291 §2.5.5.2).
package struct IPAddress: Hashable, Sendable {
    /// 16 of them.
    let bytes: [UInt8]

    private static let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]

    /// Nil unless `text` is a numeric address and nothing else: no name, no interface behind a `%`, no other sign.
    package init?(_ text: some StringProtocol) {
        let plain = String(text)
        guard plain.utf8.allSatisfy({ $0 != 0 }) else { return nil }
        if let four = Self.parse(plain, AF_INET, count: 4) {
            bytes = Self.mapped + four
        } else if let sixteen = Self.parse(plain, AF_INET6, count: 16) {
            bytes = sixteen
        } else {
            return nil
        }
    }

    /// The address of somebody who is connected, as the system writes it; the interface behind a `%` is left out.
    init?(peer text: String) { self.init(text.prefix { $0 != "%" }) }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isIPv4: Bool { bytes.starts(with: Self.mapped) }

    /// Whether it leads back to this machine.
    package var isLoopback: Bool { isIPv4 ? bytes[12] == 127 : bytes == [UInt8](repeating: 0, count: 15) + [1] }

    /// What one client can choose its addresses from: one IPv4 address, or the 64 bits of an IPv6 network.
    var network: IPAddress {
        isIPv4 ? self : IPAddress(bytes: bytes.prefix(8) + [UInt8](repeating: 0, count: 8))
    }

    private static func parse(_ text: String, _ family: Int32, count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return inet_pton(family, text, &bytes) == 1 ? bytes : nil
    }
}

extension IPAddress: CustomStringConvertible {
    /// "192.0.2.7", or all eight groups of an IPv6 address.
    package var description: String {
        if isIPv4 { return bytes.suffix(4).map(String.init).joined(separator: ".") }
        return stride(from: 0, to: 16, by: 2).map { index in
            String(Int(bytes[index]) << 8 | Int(bytes[index + 1]), radix: 16)
        }.joined(separator: ":")
    }
}

/// One address, or all that begin with the same bits: `192.0.2.7`, `10.0.0.0/8`, `fd00::/8`.
package struct AddressRange: Hashable, Sendable {
    /// The rule in words, for messages.
    package static let form = "an address or a network, such as \"192.0.2.7\" or \"10.0.0.0/8\""

    private let address: IPAddress
    /// How many bits count, of 128.
    private let bits: Int

    /// Nil unless `text` has the form.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = IPAddress(parts[0]) else { return nil }
        let width = address.isIPv4 && !parts[0].contains(":") ? 32 : 128
        let prefix = parts.count == 2 ? DecimalNumber.parse(parts[1]).map { Int($0) } : width
        guard let prefix, (0...width).contains(prefix) else { return nil }
        self.address = address
        bits = 128 - width + prefix
    }

    func contains(_ other: IPAddress) -> Bool {
        (0..<bits).allSatisfy { bit in (address.bytes[bit / 8] ^ other.bytes[bit / 8]) & (0x80 >> (bit % 8)) == 0 }
    }
}
