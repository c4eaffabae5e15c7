import Testing

@testable import GitSource

@Suite("What ssh is called with")
struct SSHCommandTests {
    private func arguments(_ url: String, _ trust: SSHCommand.Trust) throws -> [String] {
        SSHCommand(url: try RemoteURL(url), trust: trust).arguments
    }

    @Test("names server and command as git does, and never a user's or a path's option")
    func destination() throws {
        let user = SSHCommand.Trust.user(knownHosts: nil)
        #expect(
            try arguments("ssh://git@host:2222/team/it's!", user).suffix(5)
                == ["-p", "2222", "--", "git@host", #"git-upload-pack '/team/it'\''s'\!''"#]
        )
        #expect(try arguments("host:team/a b", user).suffix(3) == ["--", "host", "git-upload-pack 'team/a b'"])
        // An accent on a quote makes another character of it for people, not for a shell.
        #expect(SSHCommand.quoted("a'\u{301}b!\u{301}") == "'a'\\''\u{301}b'\\!'\u{301}'")
        #expect(try arguments("git@[::1]:r", user).suffix(3) == ["--", "git@::1", "git-upload-pack 'r'"])
        #expect(try !arguments("host:r", user).contains("-p"))
    }

    @Test("lets nothing count but what is configured")
    func configured() throws {
        let trust = SSHCommand.Trust.configured(knownHosts: "/hosts", key: "/key")
        let all = try arguments("git@host:r", trust)
        let pairs = zip(all, all.dropFirst()).map { "\($0) \($1)" }
        for pair in [
            "-F none", "-i /key", "-o IdentitiesOnly=yes", "-o IdentityAgent=none", "-o UserKnownHostsFile=/hosts",
            "-o GlobalKnownHostsFile=/dev/null", "-o BatchMode=yes", "-o StrictHostKeyChecking=yes",
            "-o ControlMaster=no",
        ] {
            #expect(pairs.contains(pair), "\(pair)")
        }
    }

    @Test("leaves a user's keys and configuration alone where nothing is configured, and checks the host all the same")
    func unconfigured() throws {
        let all = try arguments("git@host:r", .user(knownHosts: "/my home/.ssh/known_hosts"))
        #expect(!all.contains("-F") && !all.contains("-i"))
        #expect(all.contains("UserKnownHostsFile=\"/my home/.ssh/known_hosts\""))
        #expect(all.contains("StrictHostKeyChecking=yes"))
    }
}
