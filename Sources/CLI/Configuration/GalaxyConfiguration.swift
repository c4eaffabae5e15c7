internal import Domain
internal import Execution

/// What `ansible.galaxy` says: how the requirements of runs are installed.
struct GalaxyConfiguration: Hashable, Sendable {
    var settings = GalaxySettings()
    /// Where the tokens of servers are, by the servers' names.
    var tokens: [String: SecretPlace] = [:]
}

extension GalaxyConfiguration {
    /// How many servers there may be.
    private static let mostServers = 20
    /// In milliseconds: one second to a day.
    private static let timeouts: ClosedRange<Int64> = 1_000...86_400_000

    /// Reads `{"program", "servers", "offline", "timeout", "local"}`, and looks whether the tokens are there.
    init(_ setting: Setting, _ environment: [String: String]) throws(ConfigurationProblem) {
        let object = try ObjectSettings(setting, known: FileKeys.galaxy)
        if let problem = object.problems.first { throw problem }
        settings.program = try object["program"]?.program()
        settings.offline = try object["offline"]?.bool() ?? false
        settings.local = try object["local"]?.bool() ?? false
        if let timeout = object["timeout"] { settings.timeout = try Self.timeout(timeout) }
        if let servers = object["servers"] { try read(servers, environment) }
    }

    private static func timeout(_ setting: Setting) throws(ConfigurationProblem) -> Int64 {
        let timeout = try setting.duration()
        guard timeouts.contains(timeout) else {
            throw setting.problem("expected a duration from 1s to 24h")
        }
        return timeout
    }

    private mutating func read(_ setting: Setting, _ environment: [String: String])
        throws(ConfigurationProblem)
    {
        guard case .array(let items) = try setting.node().content, items.count <= Self.mostServers
        else {
            throw setting.problem("expected an array of at most \(Self.mostServers) servers")
        }
        for (index, item) in items.enumerated() { try add(setting.part(item), index, environment) }
    }

    /// A server as `{"url", "name", "token"}`, or its URL alone.
    private mutating func add(
        _ setting: Setting,
        _ index: Int,
        _ environment: [String: String]
    ) throws(ConfigurationProblem) {
        if case .string = try setting.node().content {
            return try add(setting, "server\(index + 1)", hasToken: false)
        }
        let object = try ObjectSettings(setting, known: FileKeys.galaxyServer)
        if let problem = object.problems.first { throw problem }
        guard let url = object["url"] else { throw setting.problem("the key \"url\" is missing") }
        let name = try object["name"]?.serverName() ?? "server\(index + 1)"
        try add(url, name, hasToken: object["token"] != nil)
        if let token = object["token"] { tokens[name] = try SecretPlace.read(token, environment) }
    }

    private mutating func add(_ url: Setting, _ name: String, hasToken: Bool)
        throws(ConfigurationProblem)
    {
        let text = try url.string()
        guard ServerAddress.isOne(text, mayBePlain: !hasToken) else {
            throw url.problem(
                hasToken
                    ? "expected an address that begins with https://, or http:// on loopback, because a token is sent there"
                    : "expected an address that begins with https:// or http://"
            )
        }
        guard !settings.servers.contains(where: { $0.name.uppercased() == name.uppercased() }) else {
            throw url.problem("another server is called \"\(name)\" too; give it a \"name\"")
        }
        settings.servers.append(GalaxySettings.Server(name: name, url: text))
    }
}

extension Setting {
    /// A name that can be a part of a variable's.
    fileprivate func serverName() throws(ConfigurationProblem) -> String {
        let text = try string()
        let isName =
            !text.isEmpty && text.utf8.count <= 64
            && text.utf8.allSatisfy {
                $0 == 0x5F || (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF)
            }
        guard isName else { throw problem("a server's name must be 1 to 64 letters, digits and \"_\"") }
        return text
    }
}

/// Addresses of servers that Ansible asks.
private enum ServerAddress {
    /// Whether it is `https://HOST…` or, on loopback or where nothing secret is sent, `http://HOST…`.
    static func isOne(_ text: String, mayBePlain: Bool) -> Bool {
        guard
            !text.unicodeScalars.contains(where: { $0.value <= 0x20 || (0x7F...0x9F).contains($0.value) })
        else {
            return false
        }
        if text.hasPrefix("https://") { return text.utf8.count > 8 }
        guard text.hasPrefix("http://"), text.utf8.count > 7 else { return false }
        let authority = text.dropFirst(7).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        return mayBePlain || isLoopback(authority)
    }

    private static func isLoopback(_ authority: Substring) -> Bool {
        let isBracketed = authority.hasPrefix("[")
        let host =
            isBracketed ? authority.dropFirst().prefix { $0 != "]" } : authority.prefix { $0 != ":" }
        return ListenAddress(host: String(host), port: 0).isLoopback
    }
}
