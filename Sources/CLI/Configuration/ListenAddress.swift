internal import StatusAPI

/// Where a port is opened: `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080`, `:8080` for every address.
struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
    /// A name or a numeric address, without brackets.
    let host: String
    /// 0 for any free one.
    let port: Int

    static let form = "an address and a port, such as \"127.0.0.1:8080\" or \"[::1]:8080\""

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Nil unless `text` has the form.
    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let digits = text[text.index(after: colon)...]
        let port = UInt16(digits)
        guard let port, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        guard let host = Self.host(text[..<colon]) else { return nil }
        self.init(host: host, port: Int(port))
    }

    var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// Whether only this machine can reach it.
    var isLoopback: Bool { host == "localhost" || IPAddress(host)?.isLoopback == true }

    private static func host(_ text: Substring) -> String? {
        if text.isEmpty { return "::" }
        if text.hasPrefix("[") {
            guard text.hasSuffix("]"), text.count > 2 else { return nil }
            return String(text.dropFirst().dropLast())
        }
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }
        return isPlain ? String(text) : nil
    }
}
