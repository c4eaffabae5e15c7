import Crypto
import Domain
import TestSupport
import Testing
import WebServer

@testable import StatusAPI

@Suite("What proves a push hook")
struct HookProofTests {
    /// The example of GitHub's documentation.
    private let secret = HookSecret("It's a Secret to Everybody")
    private static let body = "Hello, World!"
    private static let code = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    private static let words = "It's a Secret to Everybody"

    private func verdict(_ fields: [(String, String)], _ body: String = body) throws -> HookProof.Finding {
        var headers: HTTPHeaders = [:]
        for (name, value) in fields { headers.append(name, value) }
        let request = HTTPRequest(
            "POST",
            try RequestTarget("/hooks/config"),
            headers: headers,
            body: Array(body.utf8),
            peer: .tcp(address: "192.0.2.1", port: 9)
        )
        return try HookProof.verdict(on: request, by: secret)
    }

    @Test(
        "is the body's signature, or the secret itself, as each Git host sends it",
        arguments: [
            [("X-Hub-Signature-256", "sha256=\(code)")], [("x-hub-signature-256", "sha256=\(code.uppercased())")],
            [("X-Gitea-Signature", code)], [("X-Forgejo-Signature", code.uppercased())], [("X-Gogs-Signature", code)],
            [("X-Gitlab-Token", words)],
            // GitHub's older signature, which says nothing.
            [("X-Hub-Signature-256", "sha256=\(code)"), ("X-Hub-Signature", "sha1=00")],
            // What Forgejo sends.
            [
                ("X-Forgejo-Signature", code), ("X-Gitea-Signature", code), ("X-Gogs-Signature", code),
                ("X-Hub-Signature-256", "sha256=\(code)"),
            ],
        ]
    )
    func genuine(fields: [(String, String)]) throws {
        #expect(try verdict(fields) == .genuine)
        #expect(try verdict(fields + [("X-Gitlab-Token", "other")]) == .wrong)
    }

    @Test("must be there")
    func unsigned() throws {
        #expect(try verdict([]) == .unsigned)
        #expect(try verdict([("X-Hub-Signature", "sha1=\(Self.code)"), ("X-GitHub-Event", "push")]) == .unsigned)
    }

    @Test(
        "must be right, each that is there",
        arguments: [
            [("X-Hub-Signature-256", code)], [("X-Hub-Signature-256", "sha1=\(code)")],
            [("X-Hub-Signature-256", "SHA256=\(code)")], [("X-Hub-Signature-256", "sha256=")],
            [("X-Hub-Signature-256", "sha256=\(code.dropLast())")], [("X-Hub-Signature-256", "sha256=\(code)00")],
            [("X-Hub-Signature-256", "sha256=\(code.dropLast())g")],
            [("X-Hub-Signature-256", "sha256=\(code), sha256=\(code)")],
            [("X-Hub-Signature-256", "sha256=\(code)"), ("X-Hub-Signature-256", "sha256=\(code)")],
            [("X-Hub-Signature-256", "sha256=\(code)"), ("X-Gitea-Signature", "")],
            [("X-Gitea-Signature", "sha256=\(code)")], [("X-Gitea-Signature", "")],
            [("X-Gitea-Signature", String(repeating: "0", count: 64))],
            [("X-Gitea-Signature", code), ("X-Forgejo-Signature", String(code.reversed()))],
            [("X-Gitlab-Token", "")], [("X-Gitlab-Token", "it's a secret to everybody")],
            [("X-Gitlab-Token", "It's a Secret to Everybody\u{301}")], [("X-Gitlab-Token", code)],
            [("X-Gitlab-Token", words), ("X-Gitlab-Token", words)],
        ]
    )
    func wrong(fields: [(String, String)]) throws {
        #expect(try verdict(fields) == .wrong)
    }

    @Test("is of this body and no other, byte for byte")
    func body() throws {
        for other in ["Hello, World", "Hello, World!\n", "", "hello, World!"] {
            #expect(try verdict([("X-Hub-Signature-256", "sha256=\(Self.code)")], other) == .wrong)
        }
        let ofNothing = Hexadecimal.text(try MessageDigest.sha256.authenticate([], key: secret.bytes))
        #expect(try verdict([("X-Gitea-Signature", ofNothing)], "") == .genuine)
    }

    @Test("is not shown by what knows the secret")
    func hidden() {
        #expect("\(secret) \(String(reflecting: secret))" == "(a hook's secret) (a hook's secret)")
        var text = ""
        dump(["x": secret], to: &text)
        #expect(!text.contains("Everybody"))
    }
}
