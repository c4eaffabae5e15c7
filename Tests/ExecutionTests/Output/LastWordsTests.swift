import Testing

@testable import Execution

@Suite("The last words of a process")
struct LastWordsTests {
    private static func words(_ text: String) -> String? {
        var words = LastWords(root: "/runs/7/export")
        words.push(Array(text.utf8))
        return words.finish()
    }

    @Test("are its last line that is not empty", arguments: [("", nil), ("\n \n", nil), ("one\ntwo\n\n", "two")])
    func last(text: String, words: String?) {
        #expect(Self.words(text) == words)
    }

    private static let errors: [(String, String)] = [
        (
            """
            [WARNING]: No inventory was parsed
            ERROR! We were unable to read either as JSON nor YAML, these are the errors we got from each:
            JSON: Expecting value: line 1 column 1 (char 0)

            Syntax Error while loading YAML.
              did not find expected node content

            The error appears to be in '/runs/7/export/web/site.yml': line 2, column 1, but may
            be elsewhere in the file depending on the exact syntax problem.

            The offending line appears to be:
            - hosts: [
            """,
            "ERROR! We were unable to read either as JSON nor YAML, these are the errors we got from each:; "
                + "JSON: Expecting value: line 1 column 1 (char 0); Syntax Error while loading YAML.; "
                + "did not find expected node content (web/site.yml: line 2, column 1)"
        ),
        (
            "[ERROR]: the role 'x' was not found in /runs/7/export/roles:/etc/ansible/roles\n"
                + "Origin: /runs/7/export/site.yml:2:11\n\n1 - hosts: localhost\n",
            "[ERROR]: the role 'x' was not found in roles:/etc/ansible/roles (site.yml:2:11)"
        ),
        (
            "ERROR! Unable to retrieve file contents\nCould not find or access '/runs/7/export/missing.yml'\n",
            "ERROR! Unable to retrieve file contents; Could not find or access 'missing.yml'"
        ),
        ("ERROR! one\n[WARNING]: x\nmore\n", "ERROR! one"), ("ERROR! one\nERROR! two\n", "ERROR! one"),
        (
            "ERROR! " + String(repeating: "x", count: 600) + "\n\nThe error appears to be in '/a.yml': line 3\n",
            "ERROR! " + String(repeating: "x", count: 493) + " (/a.yml: line 3)"
        ),
        ("ERROR! " + String(repeating: "x\n", count: 50), "ERROR! x" + String(repeating: "; x", count: 7)),
    ]

    @Test("are the first error of Ansible, with its further lines and its place in the source", arguments: errors)
    func error(text: String, words: String) {
        #expect(Self.words(text) == words)
    }
}
