internal import Domain

extension Setting {
    /// A list of host names.
    func hostNames() throws(ConfigurationProblem) -> [String] {
        try each { item, text throws(ConfigurationProblem) in
            guard WebNames.isHost(text) else {
                throw item.problem("expected a host's name without port, such as \"reconciler.example.org\"")
            }
            return text.lowercased()
        }
    }

    /// A list of origins, each as a browser sends it.
    func origins() throws(ConfigurationProblem) -> [String] {
        try each { item, text throws(ConfigurationProblem) in
            guard let origin = WebNames.origin(text) else {
                throw item.problem(
                    "expected a page's origin, such as \"https://dashboard.example.org\" or \"http://localhost:3000\": "
                        + "scheme, host, and the port if it is not the usual one; no path, and no \"*\""
                )
            }
            return origin
        }
    }

    /// The strings of an array, each checked with its own place.
    private func each(
        _ check: (Setting, String) throws(ConfigurationProblem) -> String
    ) throws(ConfigurationProblem) -> [String] {
        let list = try node()
        guard case .array(let items) = list.content else {
            throw problem("expected an array of strings, found \(list.kind)")
        }
        var strings: [String] = []
        for item in items { strings.append(try check(part(item), try part(item).string())) }
        return strings
    }
}

/// Names of the web.
enum WebNames {
    static func isHost(_ text: String) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return text.utf8.count <= 253
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count) && label.utf8.allSatisfy(isNameByte) && !label.hasPrefix("-")
            }
    }

    /// The origin as a browser writes it (RFC 6454 §6.2): in lower case, without the usual port; nil if it is none.
    static func origin(_ text: String) -> String? {
        let lower = text.lowercased()
        guard let scheme = ["http", "https"].first(where: { lower.hasPrefix("\($0)://") }) else { return nil }
        guard let (host, port) = parts(lower.dropFirst(scheme.count + 3)) else { return nil }
        let usual: UInt16 = scheme == "http" ? 80 : 443
        return "\(scheme)://\(host)" + (port == nil || port == usual ? "" : ":\(port ?? usual)")
    }

    private static func parts(_ authority: Substring) -> (host: Substring, port: UInt16?)? {
        let end = authority.lastIndex { $0 == "]" } ?? authority.startIndex
        guard let colon = authority[end...].firstIndex(of: ":") else {
            return isOriginHost(authority) ? (authority, nil) : nil
        }
        let (host, digits) = (authority[..<colon], authority[authority.index(after: colon)...])
        guard isOriginHost(host), digits.utf8.allSatisfy(isDigit), let port = UInt16(digits), port > 0 else {
            return nil
        }
        return (host, port)
    }

    private static func isOriginHost(_ host: Substring) -> Bool {
        guard host.hasPrefix("[") else { return isHost(String(host)) }
        return host.hasSuffix("]") && host.count > 3
            && host.dropFirst().dropLast().utf8.allSatisfy { isDigit($0) || (0x61...0x66).contains($0) || $0 == 0x3A }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x41...0x5A).contains(byte & 0xDF) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
