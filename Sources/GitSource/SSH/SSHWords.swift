/// What `ssh -vv` has said on its standard error, taken apart.
///
/// Its words are no interface: what a version of it says in another way is missing here, and nothing else goes wrong.
struct SSHWords {
    /// The host key that the server has shown: `ssh-ed25519 SHA256:…`.
    private(set) var shownKey: String?
    /// The algorithms that it could have shown one by.
    private(set) var hostKeyAlgorithms: [String] = []
    /// Whom the connection logs in as.
    private(set) var user: String?
    /// Our own keys that it was shown: `ED25519 SHA256:…`.
    private(set) var offeredKeys: [String] = []
    /// In what ways the server lets anybody log in.
    private(set) var methods: [String] = []
    /// Whether a key is of no use because both sides know no signature in common.
    private(set) var lacksSignature = false
    /// What `ssh` itself has said for people, until the server runs our command.
    private(set) var own: [String] = []
    /// What was said since then, by the server's programs above all.
    private(set) var remote: [String] = []
    private var isServersProposal = false
    private(set) var hasBegun = false

    /// So much of each line is looked at, in characters, and so many of a list are shown.
    private static let (line, list) = (400, 12)

    init(_ lines: [String]) {
        for line in lines { note(String(line.filter { !$0.isASCII || $0 >= " " }.prefix(SSHWords.line))) }
    }

    private mutating func note(_ line: String) {
        if line.contains("no mutual signature") { lacksSignature = true }
        if let rest = SSHWords.rest(of: line, behind: ["debug1: ", "debug2: "]) {
            noteFact(rest)
        } else if !SSHWords.isIdle(line) {
            if hasBegun { remote.append(line) } else { own.append(line) }
        }
    }

    private mutating func noteFact(_ text: Substring) {
        if text.hasPrefix("peer server KEXINIT proposal") { isServersProposal = true }
        if text.hasPrefix("Sending command: ") { hasBegun = true }
        if let list = SSHWords.rest(of: text, behind: ["host key algorithms: "]), isServersProposal {
            hostKeyAlgorithms = SSHWords.items(list)
        } else if let key = SSHWords.rest(of: text, behind: ["Server host key: "]) {
            shownKey = String(key)
        } else if let rest = SSHWords.rest(of: text, behind: ["Authenticating to "]) {
            user = rest.firstRange(of: " as '").map { String(rest[$0.upperBound...].dropLast()) }
        } else if let rest = SSHWords.rest(of: text, behind: ["Offering public key: "]) {
            offeredKeys += SSHWords.key(rest).map { [$0] } ?? []
        } else if let list = SSHWords.rest(of: text, behind: ["Authentications that can continue: "]) {
            methods = SSHWords.items(list)
        }
    }

    /// The type and the fingerprint of `COMMENT TYPE SHA256:… WHERE`.
    private static func key(_ text: Substring) -> String? {
        let words = text.split(separator: " ")
        guard let at = words.lastIndex(where: { $0.hasPrefix("SHA256:") }), at > 0 else { return nil }
        return "\(words[at - 1]) \(words[at])"
    }

    private static func items(_ list: Substring) -> [String] {
        list.split(separator: ",").prefix(self.list).map(String.init)
    }

    private static func rest(of text: some StringProtocol, behind starts: [String]) -> Substring? {
        starts.first { text.hasPrefix($0) }.map { Substring(text).dropFirst($0.count) }
    }

    /// What says nothing about why something failed.
    private static func isIdle(_ line: String) -> Bool {
        line.allSatisfy { $0.isWhitespace || $0 == "@" }
            || ["OpenSSH_", "debug3: ", "Authenticated to ", "Transferred: ", "Bytes per second: ", "** "].contains {
                line.hasPrefix($0)
            }
    }
}
