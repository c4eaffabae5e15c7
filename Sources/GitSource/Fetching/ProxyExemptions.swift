/// The hosts that are reached without a proxy: `no_proxy`, as curl and git read it.
///
/// A name covers the hosts below it, too. Ranges of addresses, and addresses of IPv6, are not understood.
struct ProxyExemptions {
    private let entries: [Entry]

    fileprivate struct Entry {
        /// In lower case, without the sign for "below it"; empty for every host.
        let host: String
        /// Nil for every port.
        let port: UInt16?
    }

    /// - `list`: Entries behind commas or blanks.
    init(_ list: String) {
        entries = list.split { $0 == "," || $0.isWhitespace }.map { Entry($0) }
    }

    func cover(_ url: RemoteURL) -> Bool {
        let host = url.host.lowercased()
        let port = url.port ?? (url.transport == .https ? 443 : 80)
        return entries.contains { $0.covers(host) && ($0.port ?? port) == port }
    }

    /// The list as libgit2 is to find it, to which a plain name is that host alone.
    var forLibgit2: String {
        entries.map { entry in
            let host = entry.host.isEmpty ? "*" : ".\(entry.host)"
            return entry.port.map { "\(host):\($0)" } ?? host
        }.joined(separator: ",")
    }
}

extension ProxyExemptions.Entry {
    fileprivate init(_ text: Substring) {
        let colon = text.lastIndex(of: ":")
        let port = colon.flatMap { UInt16(text[text.index(after: $0)...]) }
        let place = (port == nil ? text : text[..<(colon ?? text.endIndex)]).lowercased()
        let start = place.hasPrefix("*.") ? 2 : place.hasPrefix(".") || place == "*" ? 1 : 0
        self.init(host: String(place.dropFirst(start)), port: port)
    }

    fileprivate func covers(_ host: String) -> Bool {
        self.host.isEmpty || host == self.host || host.hasSuffix(".\(self.host)")
    }
}
