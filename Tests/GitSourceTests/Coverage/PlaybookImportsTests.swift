import Testing

@testable import GitSource

@Suite("The imports of a playbook")
struct PlaybookImportsTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let names: [String]
        let text: String

        init(_ name: String, _ names: [String], _ text: String) {
            (testDescription, self.names, self.text) = (name, names, text)
        }
    }

    static let cases = [
        Case("a plain name", ["web.yml"], "---\n- import_playbook: web.yml\n"),
        Case("several, in their order", ["b.yml", "a.yml"], "- import_playbook: b.yml\n- import_playbook: a.yml"),
        Case("the full name", ["a.yml"], "- ansible.builtin.import_playbook: a.yml"),
        Case("behind another key", ["a.yml"], "- name: A\n  when: true\n  import_playbook: a.yml\n"),
        Case("on the line after the dash", ["a.yml"], "-\n  # first\n  import_playbook: a.yml\n"),
        Case(
            "far from the dash",
            ["a.yml", "b.yml"],
            "-   name: A\n    import_playbook: a.yml\n- import_playbook: b.yml"
        ),
        Case("an indented list", ["a.yml"], "  - name: A\n    import_playbook: a.yml\n"),
        Case("quotes", ["a b.yml", "c.yml"], "- import_playbook: \"a b.yml\" # why\n- import_playbook: 'c.yml'"),
        Case("a quoted key", ["a.yml"], "- \"import_playbook\" : a.yml"),
        Case("a comment behind it", ["a.yml"], "- import_playbook: a.yml # the first"),
        Case("a number sign in the name", ["a#b.yml"], "- import_playbook: a#b.yml"),
        Case("line breaks of Windows", ["a.yml"], "- name: A\r\n  import_playbook: a.yml\r\n"),
        Case("no line break at the end", ["../a.yml"], "- import_playbook:\t../a.yml"),
        Case("a second document", ["a.yml", "b.yml"], "- import_playbook: a.yml\n---\n- import_playbook: b.yml"),
        Case("a computed name", [], "- import_playbook: \"{{ kind }}.yml\"\n- import_playbook: {{ x }}\n"),
        Case("escapes", [], #"- import_playbook: "a\x2eyml""# + "\n- import_playbook: 'it''s.yml'"),
        Case(
            "something else than a text",
            [],
            "- import_playbook: [a.yml]\n- import_playbook: *a\n- import_playbook: |\n    a"
        ),
        Case("a mapping in braces", [], "- {import_playbook: a.yml}"),
        Case("a comment", [], "# - import_playbook: a.yml\n- hosts: all\n  # import_playbook: b.yml"),
        Case("a deeper list", [], "- hosts: all\n  tasks:\n  - import_playbook: a.yml\n    - import_playbook: b.yml"),
        Case("a deeper key", [], "- hosts: all\n  vars:\n    import_playbook: a.yml"),
        Case(
            "a text of several lines",
            [],
            "- name: |\n    import_playbook: a.yml\n    - import_playbook: b.yml\n  hosts: all"
        ),
        Case("no list", [], "import_playbook: a.yml"),
        Case("another key", [], "- import_playbooks: a.yml\n- import_tasks: b.yml\n- import_playbook:a.yml"),
        Case("nothing", [], "- import_playbook:\n- import_playbook: ''\n- import_playbook: # none\n-\n--- \n"),
    ]

    @Test("are found by their lines", arguments: cases)
    func names(_ one: Case) {
        let names = PlaybookImports.names(in: Array(one.text.utf8)).map { String(decoding: $0, as: UTF8.self) }
        #expect(names == one.names)
    }

    @Test("are at most a thousand")
    func limit() {
        let text = String(repeating: "- import_playbook: a.yml\n", count: 1_500)
        #expect(PlaybookImports.names(in: Array(text.utf8)).count == 1_000)
    }
}
