internal import Crypto
internal import Domain
internal import WebServer

/// One way in which a Git host shows that a push hook is genuine.
struct HookProof: Sendable {
    /// The header field that holds it.
    let header: String
    private let kind: Kind

    private enum Kind: Sendable {
        /// HMAC-SHA256 of the body, in hexadecimal behind these words.
        case code(after: String)
        /// The secret itself.
        case secret
    }

    /// Every way that is known.
    ///
    /// A host may send more than one at once, as Gitea does for what was made for GitHub.
    static let all = [
        HookProof(header: "X-Hub-Signature-256", kind: .code(after: "sha256=")),
        HookProof(header: "X-Forgejo-Signature", kind: .code(after: "")),
        HookProof(header: "X-Gitea-Signature", kind: .code(after: "")),
        HookProof(header: "X-Gogs-Signature", kind: .code(after: "")),
        HookProof(header: "X-Gitlab-Token", kind: .secret),
    ]

    /// What a delivery shows for itself.
    enum Finding: String, Sendable {
        case genuine
        /// It holds no proof at all.
        case unsigned
        /// At least one of its proofs is none.
        case wrong
    }

    /// Whether somebody who knows the secret has sent this: every proof that is there must be right, and one must be.
    ///
    /// How long it takes depends on what was sent, and not on the secret.
    static func verdict(on request: HTTPRequest, by secret: HookSecret) throws(CryptoFailure) -> Finding {
        let shown = all.map { proof in (proof, request.headers.all(proof.header)) }.filter { !$0.1.isEmpty }
        guard !shown.isEmpty else { return .unsigned }
        let code = try MessageDigest.sha256.authenticate(request.body, key: secret.bytes)
        var isGenuine = true
        for (proof, values) in shown {
            let isRight = try proof.isProven(by: values, code, secret)
            isGenuine = isGenuine && isRight
        }
        return isGenuine ? .genuine : .wrong
    }

    /// Whether a delivery whose body is not known may be from somebody who knows the secret: it shows some proof, and none
    /// that is wrong whatever the body is.
    static func mayBeGenuine(_ head: HTTPRequest, by secret: HookSecret) -> Bool {
        let shown = all.map { proof in (proof, head.headers.all(proof.header)) }.filter { !$0.1.isEmpty }
        return !shown.isEmpty && shown.allSatisfy { proof, values in proof.mayBeProven(by: values, secret) }
    }

    private func mayBeProven(by values: [String], _ secret: HookSecret) -> Bool {
        guard let value = values.first, values.count == 1 else { return false }
        switch kind {
        case .code(let words):
            return value.hasPrefix(words) && Hexadecimal.bytes(value.dropFirst(words.count).lowercased())?.count == 32
        case .secret: return SecretComparison.areEqual(Array(value.utf8), secret.bytes)
        }
    }

    /// - `code`: The body's.
    private func isProven(by values: [String], _ code: [UInt8], _ secret: HookSecret) throws(CryptoFailure) -> Bool {
        guard let value = values.first, values.count == 1 else { return false }
        switch kind {
        case .code(let words):
            guard value.hasPrefix(words) else { return false }
            let digits = value.dropFirst(words.count).lowercased()
            return Hexadecimal.bytes(digits).map { SecretComparison.areEqual($0, code) } ?? false
        case .secret: return try Self.areEqual(Array(value.utf8), secret.bytes, key: code)
        }
    }

    /// Compares by codes of equal length, so that the time tells nothing of the secret's length either.
    private static func areEqual(_ one: [UInt8], _ other: [UInt8], key: [UInt8]) throws(CryptoFailure) -> Bool {
        let code = try MessageDigest.sha256.authenticate(one, key: key)
        return SecretComparison.areEqual(code, try MessageDigest.sha256.authenticate(other, key: key))
    }
}
