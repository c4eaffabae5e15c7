import Domain
import Testing

@Suite("The name of a secret")
struct SecretNameTests {
    @Test(
        "has one of the words in it, in any case",
        arguments: [
            "PASSWORD", "DB_PASSWORD", "db_password", "SecretOfLife", "API_TOKEN_2", "KEY", "MONKEY",
        ]
    )
    func secret(name: String) { #expect(SecretName.matches(name)) }

    @Test("is none without them", arguments: ["PORT", "PASS", "PASSWRD", "USER", ""])
    func plain(name: String) { #expect(!SecretName.matches(name)) }
}
