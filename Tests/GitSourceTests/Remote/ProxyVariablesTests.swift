import CLibgit2
import Testing

@testable import GitSource

@Suite("A proxy of the environment")
struct ProxyVariablesTests {
    @Test(
        "may leave its scheme out",
        arguments: [
            ("127.0.0.1:3128", "http://127.0.0.1:3128"), ("http://proxy:1", "http://proxy:1"),
            ("socks5://proxy:1", "socks5://proxy:1"), ("", ""),
        ]
    )
    func scheme(value: String, complete: String) { #expect(ProxyVariables.withScheme(value) == complete) }

    @Test(
        "has secrets that are not shown, also where it is malformed",
        arguments: [
            ("http://u:S:p@w@h:x", ["http://u:S:p@w@h:x", "u:S:p@w", "S:p@w"]),
            ("user:secret@proxy", ["user:secret@proxy", "user:secret", "secret"]),
            ("http://proxy:1", []),
        ]
    )
    func secrets(value: String, secrets: [String]) { #expect(ProxyVariables.secrets(in: value) == secrets) }

    @Test("is handed to libgit2 also where it is for everything")
    func everything() {
        #expect(ProxyVariables.forLibgit2(["ALL_PROXY": "p:1", "HTTPS_PROXY": "s:1"])["https_proxy"] == "http://s:1")
        #expect(ProxyVariables.forLibgit2(["ALL_PROXY": "p:1"])["https_proxy"] == "http://p:1")
        #expect(ProxyVariables.forLibgit2([:]).isEmpty)
    }

    @Test("that cannot be asked is named, without its password")
    func limitation() throws {
        let url = try RemoteURL("https://git.example.org/x.git")
        let proxy = "socks5h://user:Sup3rSecret@127.0.0.1:1"
        let network = Int32(GIT_ERROR_NET.rawValue)
        let error = GitError(task: "connect", code: -1, category: network, message: "malformed URL '\(proxy)'")
        let secrets = ProxyVariables.secrets(in: proxy)
        let why = RemoteFailure.explain(error, url, hiding: secrets, proxies: ["all_proxy": proxy])
        #expect(why.contains("SOCKS proxy, which is not supported"))
        #expect(!why.contains("Sup3rSecret"))
        let plain = try RemoteURL("http://git.example.org/x.git")
        let proxies = ["http_proxy": "http://p:1"]
        #expect(RemoteFailure.explain(error, plain, hiding: [], proxies: proxies).contains("was not asked"))
        #expect(!RemoteFailure.explain(error, plain, hiding: []).contains("was not asked"))
    }

    @Test(
        "is not asked for hosts that no_proxy names, and those below them",
        arguments: [
            ("git.example.org", true), ("example.org", true), ("x,\t.example.org", true), ("*.example.org", true),
            ("*", true), ("EXAMPLE.org:443", true), ("example.org:8443", false), ("", false), ("xample.org", false),
            ("a.git.example.org", false),
        ]
    )
    func exemptions(list: String, isExempt: Bool) throws {
        let url = try RemoteURL("https://git.example.org/x.git")
        let variables = ["https_proxy": "socks5://p:1", "no_proxy": list]
        #expect(ProxyExemptions(list).cover(url) == isExempt)
        #expect((ProxyVariables.limitation(url, variables) == nil) == isExempt)
        #expect((ProxyVariables.asked(url, variables) == nil) == isExempt)
    }

    @Test("is handed to libgit2 with the hosts that are reached without it, as that reads them")
    func exemptionsForLibgit2() {
        let variables = ["NO_PROXY": "a.org, .b.org *.c.org:8443 *"]
        #expect(ProxyVariables.forLibgit2(variables)["no_proxy"] == ".a.org,.b.org,.c.org:8443,*")
    }

    @Test(
        "that has no usable address is said to be what is wrong",
        arguments: [
            ("http://p:nope", "the port of the proxy in https_proxy"), ("p:99999", "the port of the proxy"),
            ("u:x@p:0/", "the port of the proxy"), ("ftp://p:1", "of an unknown kind"),
            ("http://p:3128", "reached by the proxy in https_proxy"), ("http://[::1]", "reached by the proxy"),
        ]
    )
    func address(proxy: String, words: String) throws {
        let url = try RemoteURL("https://git.example.org/x.git")
        let error = GitError(task: "connect", code: -1, category: Int32(GIT_ERROR_NET.rawValue), message: "failed")
        #expect(RemoteFailure.explain(error, url, hiding: [], proxies: ["https_proxy": proxy]).contains(words))
    }

    @Test(
        "and what TLS cannot do is told from an authority that is not known",
        arguments: [
            ("the SSL certificate is invalid: 0x04 - CN", "IP address in it"),
            ("the SSL certificate is invalid: 0x0c - CN", "set \"ca\""),
            ("the SSL certificate is invalid: 0x01 - x", "expired"),
            ("SSL error: 0xffff8880 - SSL - A fatal alert message was received from our peer", "TLS 1.2 alone"),
        ]
    )
    func certificates(message: String, advice: String) throws {
        let error = GitError(task: "connect", code: -1, category: Int32(GIT_ERROR_SSL.rawValue), message: message)
        let why = RemoteFailure.explain(error, try RemoteURL("https://10.0.0.1/x.git"), hiding: [])
        #expect(why.contains(advice))
        #expect(why.contains("set \"ca\"") == advice.contains("set \"ca\""))
    }
}
