import Crypto
import Testing

@Suite("Base64")
struct Base64Tests {
    /// RFC 4648 §10.
    static let vectors = [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ]

    @Test("is what the standard says", arguments: vectors)
    func standard(text: String, encoded: String) {
        #expect(Base64.standard.encode(Array(text.utf8)) == encoded)
        #expect(Base64.standard.decode(encoded) == Array(text.utf8))
        #expect(Base64.url.encode(Array(text.utf8)) == encoded.filter { $0 != "=" })
    }

    @Test("goes there and back for all bytes")
    func everything() {
        for length in 0..<260 {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ length) }
            #expect(Base64.url.decode(Base64.url.encode(bytes)) == bytes)
            #expect(Base64.standard.decode(Base64.standard.encode(bytes)) == bytes)
        }
    }

    @Test(
        "has one text for each sequence of bytes",
        arguments: ["Zg", "Zg=", "Zg===", "Zh==", "Z", "Zm9v=", "Zm 9v", "Zm9v\n", "Zm9-", "=Zm9v", "Zm9vYg=="]
    )
    func strict(text: String) {
        if text != "Zm9vYg==" { #expect(Base64.standard.decode(text) == nil) }
        if text != "Zg", text != "Zm9-" { #expect(Base64.url.decode(text) == nil) }
    }
}
