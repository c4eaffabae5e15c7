import Domain
import Testing

@Suite("A user's name")
struct UserNameTests {
    @Test("is made of letters, digits and marks", arguments: ["a", "Alice", "a.b-c_d@example.org", "9x9"])
    func allowed(text: String) {
        #expect(UserName(text)?.text == text)
    }

    @Test(
        "holds nothing else, no colon above all",
        arguments: ["", "a:b", "a b", "-a", "a-", "ü", "a\n", String(repeating: "a", count: 65)]
    )
    func refused(text: String) {
        #expect(UserName(text) == nil)
    }

    @Test("tells upper case from lower case")
    func cases() {
        #expect(UserName("alice") != UserName("Alice"))
    }
}
