internal import Glibc

/// Where a remote repository is: `file://`, a path, `git://`, `http(s)://`, `ssh://`, or `user@host:path`.
package struct RemoteURL: Hashable, Sendable, CustomStringConvertible {
    package enum Transport: String, Sendable {
        case local
        case git
        case http
        case https
        case ssh
    }

    package let transport: Transport
    /// What the transport is given; without a password, which ``Malformed`` refuses.
    package let text: String
    /// The same without the user.
    package let textWithoutUser: String
    /// The user before `@`, of `http(s)://` and `ssh://` without percent codes; nil if there is none.
    package let user: String?
    /// Without brackets; empty for a local path.
    package let host: String
    package let port: UInt16?
    /// What an SSH server is asked for, as git asks for it: without percent codes, and from `~` on where that is the
    /// path's beginning; empty for other transports.
    let pathOnServer: String

    /// For people and for the record: without user for HTTP, without a query.
    package let description: String

    /// - Throws: ``Malformed`` if it is no URL of a repository, or holds a password.
    package init(_ text: String) throws(Malformed) {
        guard !text.isEmpty else { throw Malformed("it is empty") }
        guard text.utf8.count <= 4_096 else { throw Malformed("it is longer than 4,096 bytes") }
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw Malformed("it holds a control character")
        }
        if text.lowercased().hasPrefix("file://") {
            try self.init(fileURLPath: text.dropFirst(7))
        } else if let mark = text.firstRange(of: "://") {
            try self.init(scheme: text[..<mark.lowerBound].lowercased(), rest: text[mark.upperBound...])
        } else if let colon = RemoteURL.colonBehindHost(text) {
            try self.init(place: text[..<colon], path: text[text.index(after: colon)...])
        } else {
            self.init(path: try RemoteURL.absolute(text))
        }
    }

    private init(scheme: String, rest: Substring) throws(Malformed) {
        guard let transport = RemoteURL.transports[scheme] else {
            throw Malformed("\"\(scheme)\" is no transport; use a path, file, git, http, https or ssh")
        }
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        let authority = try Authority(rest[..<slash])
        let path = rest[slash...]
        guard path.count > 1 else { throw Malformed("it names no repository behind the host") }
        self.transport = transport
        self.text = "\(transport.rawValue)://\(rest)"
        let user = authority.user.map { PercentEncoding.decoded($0[...]) ?? $0 }
        (self.user, host, port) = (user, authority.host, authority.port)
        pathOnServer = transport == .ssh ? try RemoteURL.pathOnServer(try RemoteURL.decoded(path), user) : ""
        textWithoutUser = "\(transport.rawValue)://\(authority.hostAndPort)\(path)"
        let shownUser = transport == .ssh ? authority.user.map { "\($0)@" } ?? "" : ""
        let shownPath = path.prefix { $0 != "?" && $0 != "#" }
        description = "\(transport.rawValue)://\(shownUser)\(authority.hostAndPort)\(shownPath)"
    }

    private init(fileURLPath path: Substring) throws(Malformed) {
        guard path.hasPrefix("/") else { throw Malformed("a file URL names an absolute path: file:///srv/repo.git") }
        self.init(path: try RemoteURL.decoded(path))
    }

    private static func decoded(_ path: Substring) throws(Malformed) -> String {
        guard let path = PercentEncoding.decoded(path), path.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw Malformed("it holds the code of a control character, or of something that is not UTF-8")
        }
        return path
    }

    /// The colon of `user@host:path`; nil where a slash comes first, or no host does.
    private static func colonBehindHost(_ text: String) -> String.Index? {
        let place = text.prefix { $0 != "/" }
        let bracketed = (place.lastIndex(of: "@").map { place[place.index(after: $0)...] } ?? place).hasPrefix("[")
        let start = bracketed ? place.firstIndex(of: "]") : place.startIndex
        guard let colon = start.flatMap({ place[$0...].firstIndex(of: ":") }), colon > text.startIndex else {
            return nil
        }
        return colon
    }

    /// - Throws: ``Malformed`` where a program would take the user or the path for an option.
    private static func pathOnServer(_ path: String, _ user: String?) throws(Malformed) -> String {
        guard !path.hasPrefix("-"), user?.hasPrefix("-") != true else {
            throw Malformed("its user or its path begins with a hyphen")
        }
        guard user?.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) != false else {
            throw Malformed("its user holds a blank, or the code of a control character")
        }
        return path.hasPrefix("/~") ? String(path.dropFirst()) : path
    }

    /// `user@host:path`, as scp writes it.
    private init(place: Substring, path: Substring) throws(Malformed) {
        let authority = try Authority(place)
        guard !path.isEmpty else { throw Malformed("it names no repository behind the host") }
        transport = .ssh
        text = "\(place):\(path)"
        textWithoutUser = text
        (user, host, port) = (authority.user, authority.host, nil)
        pathOnServer = try RemoteURL.pathOnServer(String(path), authority.user)
        description = text
    }

    private init(path: String) {
        transport = .local
        text = path
        textWithoutUser = path
        (user, host, port) = (nil, "", nil)
        pathOnServer = ""
        description = path
    }

    private static let transports: [String: Transport] = [
        "git": .git, "http": .http, "https": .https, "ssh": .ssh, "git+ssh": .ssh, "ssh+git": .ssh,
    ]

    private static func absolute(_ path: String) throws(Malformed) -> String {
        guard !path.hasPrefix("/") else { return path }
        guard let folder = getcwd(nil, 0) else { throw Malformed("the working folder that it starts from is gone") }
        defer { free(folder) }
        return "\(String(cString: folder))/\(path)"
    }

    /// The text is no URL that can be used; the text itself is not repeated, because it may hold a secret.
    package struct Malformed: Error, Hashable, CustomStringConvertible {
        package let why: String

        package var description: String { "the repository's URL cannot be used: \(why)" }

        init(_ why: String) {
            self.why = why
        }
    }
}

/// `[user@]host[:port]` (RFC 3986 §3.2).
private struct Authority {
    let user: String?
    let host: String
    let hostAndPort: String
    let port: UInt16?

    init(_ text: Substring) throws(RemoteURL.Malformed) {
        let at = text.lastIndex(of: "@")
        let user = at.map { text[..<$0] }
        guard user?.contains(":") != true else {
            throw RemoteURL.Malformed("it holds a password; give it under \"credentials\" instead")
        }
        let place = at.map { text[text.index(after: $0)...] } ?? text
        let (host, port) = try Authority.split(place)
        guard !host.isEmpty, !host.hasPrefix("-") else { throw RemoteURL.Malformed("it names no host") }
        self.user = user.flatMap { $0.isEmpty ? nil : String($0) }
        self.host = String(host)
        hostAndPort = String(place)
        self.port = port
    }

    private static func split(_ place: Substring) throws(RemoteURL.Malformed) -> (Substring, UInt16?) {
        if place.hasPrefix("["), let end = place.firstIndex(of: "]") {
            let host = place[place.index(after: place.startIndex)..<end]
            return (host, try port(place[place.index(after: end)...]))
        }
        let colon = place.firstIndex(of: ":") ?? place.endIndex
        return (place[..<colon], try port(place[colon...]))
    }

    private static func port(_ text: Substring) throws(RemoteURL.Malformed) -> UInt16? {
        guard !text.isEmpty, text != ":" else { return nil }
        guard text.hasPrefix(":"), text.utf8.dropFirst().allSatisfy({ (0x30...0x39).contains($0) }),
            let port = UInt16(text.dropFirst()), port > 0
        else {
            throw RemoteURL.Malformed("its port is not a number from 1 to 65535")
        }
        return port
    }
}
