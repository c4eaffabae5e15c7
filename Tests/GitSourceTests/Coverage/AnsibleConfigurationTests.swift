import Testing

@testable import GitSource

@Suite("An ansible.cfg")
struct AnsibleConfigurationTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let named: [String]
        let text: String

        init(_ name: String, _ named: [String], _ text: String) {
            (testDescription, self.named, self.text) = (name, named, text)
        }
    }

    static let cases = [
        Case("roles", ["roles", "../shared/roles"], "[defaults]\nroles_path = roles:../shared/roles\n"),
        Case(
            "collections",
            ["collections a", "collections b"],
            "[defaults]\ncollections_path=a\ncollections_paths: b"
        ),
        Case("inventories", ["inventory hosts", "inventory b/hosts"], "[defaults]\ninventory = hosts, b/hosts,"),
        Case("plugins and modules", ["p", "l", "u"], "[defaults]\nvars_plugins=p\nlibrary = l\nmodule_utils=u"),
        Case("whatever the key's case", ["r"], "[defaults]\nRoles_Path = r"),
        Case(
            "lines that go on",
            ["inventory a", "inventory b"],
            "[defaults]\ninventory = a,\n  # not c\n  b\nforks = 5"
        ),
        Case("an indented file", ["a", "b"], "  [defaults]\n  roles_path = a\n  library = b"),
        Case("comments", ["a"], "; x\n# y\n[defaults] ; z\nroles_path = a ; b\n#library = l\n"),
        Case("a number sign in a value", ["a #b"], "[defaults]\nroles_path = a #b"),
        Case("quotes", ["a b"], "[defaults]\nroles_path = \"a b\""),
        Case("defaults of all sections", ["a"], "[DEFAULT]\nroles_path = a\n[ssh_connection]\nroles_path = b"),
        Case("line breaks of Windows", ["a"], "[defaults]\r\nroles_path = a\r\n"),
        Case("another section", [], "[galaxy]\nroles_path = a\n[inventory]\nenable_plugins = b"),
        Case("another key", [], "[defaults]\nroles = a\nstdout_callback = yaml\nroles_path\nroles_path ="),
        Case("what is the machine's", [], "[defaults]\nroles_path = /etc/a:~/b:{{CWD}}/c:$HOME/d:${X}:{{ e }}"),
        Case("no section", [], "roles_path = a"),
    ]

    @Test("names places", arguments: cases)
    func named(_ one: Case) {
        let named = AnsibleConfiguration.named(in: Array(one.text.utf8)).map { named in
            let path = String(decoding: named.path, as: UTF8.self)
            return named.kind == .content ? path : "\(named.kind) \(path)"
        }
        #expect(named == one.named)
    }

    @Test("names at most a thousand")
    func limit() {
        let text = "[defaults]\nroles_path = " + String(repeating: "a:", count: 5_000)
        #expect(AnsibleConfiguration.named(in: Array(text.utf8)).count == 1_000)
    }
}
