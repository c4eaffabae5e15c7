import Testing

@testable import CLI

@Suite("A password that is read")
struct PasswordTextTests {
    @Test(
        "is the text without the line break at its end",
        arguments: [
            ("secret", "secret"), ("secret\n", "secret"), ("secret\r\n", "secret"), (" a b \n", " a b "), ("ü", "ü"),
        ]
    )
    func read(text: String, password: String) throws {
        #expect(try PasswordText.of(Array(text.utf8)) == password)
    }

    @Test("is one line of UTF-8 that is neither empty nor endless", arguments: ["", "\n", "a\nb", "a\n\n"])
    func refused(text: String) {
        #expect(throws: CommandFailure.self) { try PasswordText.of(Array(text.utf8)) }
    }

    @Test("is no binary data, and has an end")
    func bytes() {
        #expect(throws: CommandFailure.self) { try PasswordText.of([0xFF]) }
        #expect(throws: CommandFailure.self) { try PasswordText.of([UInt8](repeating: 0x61, count: 1_025)) }
    }
}
