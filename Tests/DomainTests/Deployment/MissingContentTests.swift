import Domain
import TestSupport
import Testing

@Suite("What a run says that it missed")
struct MissingContentTests {
    /// A message, and one of the things that it names.
    static let messages: KeyValuePairs<String, MissingContent> = [
        "Could not find or access 'x'\nSearched in:\n\t/s/runs/5/export/p/files/../../shared/x on the Ansible Controller.":
            .exported(.sample("shared/x")),
        "task \"a\" failed on h: Could not find or access 'x'; Searched in: /s/runs/5/export/p/x on the Ansible":
            .exported(
                .sample("p/x")
            ),
        "ERROR! Unable to retrieve file contents; Could not find or access '/a/export/s/export/p.yml' on the Ansible":
            .exported(.sample("p.yml")),
        "ansible-playbook: exit status 4: ERROR! vars file ../s/v.yml was not found": .relative("../s/v.yml"),
        "could not locate file in lookup: ../s/v. could not locate file in lookup: ../s/v": .relative("../s/v"),
        "ERROR! the role 'common' was not found in p/roles:/root/.ansible/roles:p (p/5.yml:1:48)": .relative(
            "p/roles/common"
        ),
        "[ERROR]: the role '../common' was not found in /a/export/p/roles:/etc/ansible/roles": .exported(
            .sample("p/common")
        ),
        "[ERROR]: the role 'common' was not found in /a/export/p/roles:/etc/ansible/roles": .role("common"),
        "exit status 1: ./deploy: 3: .: cannot open ../lib/common.sh: No such file": .relative("../lib/common.sh"),
        "exit status 2: python3: can't open file '/a/export/tools/x.py': [Errno 2] No such file or directory":
            .exported(
                .sample("tools/x.py")
            ),
        "cat: ../../shared/motd: No such file or directory": .relative("../../shared/motd"),
        "ansible-playbook: exit status 1: ERROR! The vault password file vp was not found": .relative("vp"),
        "FileNotFoundError: [Errno 2] No such file or directory: 'motd'": .relative("motd"),
    ]

    @Test("is found in the message", arguments: messages.map { ($0.key, $0.value) })
    func named(message: String, content: MissingContent) {
        let found = MissingContent.named(in: [message])
        #expect(found.contains(content), "\(found)")
    }

    @Test("is nothing where a message speaks of something else")
    func nothing() {
        #expect(MissingContent.named(in: ["exit status 1: /a/export/deploy is broken", "no host matched", ""]).isEmpty)
        #expect(MissingContent.named(in: ["https://example.org/x not found", "nginx: not found"]).isEmpty)
        #expect(MissingContent.named(in: ["motd: No such file or directory", "the host web was not found"]).isEmpty)
    }

    @Test("is never much, and each thing once")
    func bounded() {
        let words = (0..<10_000).map { "a/\($0)" }.joined(separator: " ")
        #expect(MissingContent.named(in: ["not found: \(words)"]).count == 50)
        #expect(MissingContent.named(in: ["not found: a/b a/b", "not found: a/b"]) == [.relative("a/b")])
        #expect(MissingContent.named(in: ["not found: " + String(repeating: "'", count: 100_000)]).isEmpty)
    }

    @Test("is told with the line to add, a role elsewhere with where Ansible looks")
    func hint() {
        let folder = RepositoryPath.sample("services/web")
        let content = [
            UncoveredContent(place: .sample("shared/motd"), isWhereLooked: true),
            UncoveredContent(place: .sample("shared/roles/common"), isWhereLooked: false),
        ]
        #expect(
            MissingHint.text(content, of: folder)
                == "shared/motd is in the repository and not covered: add \"../../shared/motd\" to watch in "
                + "services/web/service.json; shared/roles/common is in the repository, where Ansible does not look: let the "
                + "roles_path of an ansible.cfg above the playbook name shared/roles"
        )
        #expect(MissingHint.text([], of: folder) == nil)
        let many = (0..<9).map { UncoveredContent(place: .sample("shared/\($0)"), isWhereLooked: true) }
        #expect(MissingHint.text(many, of: folder)?.hasSuffix("; and 4 more") == true)
        let end = RunEnd(outcome: .failed, exitCode: 2, message: "failed", at: nil)
        #expect(end.adding("hint").message == "failed; hint" && end.adding("hint").exitCode == 2)
    }

    @Test(
        "is written as a definition writes it",
        arguments: [
            ("services/web", "shared/motd", "../../shared/motd"), ("services/web", "services/db/x", "../db/x"),
            ("a", "a/b", "b"), ("a", "a", "."), (".", "x/y", "x/y"), ("a/b", ".", "../.."),
        ]
    )
    func written(folder: String, place: String, text: String) {
        #expect(RepositoryPath.sample(place).written(from: .sample(folder)) == text)
    }
}
