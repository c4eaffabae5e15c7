internal import Domain
@_spi(_Unicode) internal import Swift

extension Password {
    /// Its bytes as they are derived from: in Unicode's normal form C, because keyboards and systems make the same letter in
    /// different ways (RFC 7617 §2.1, RFC 8265 §4.2).
    var normalBytes: [UInt8] {
        var normal = String.UnicodeScalarView()
        normal.append(contentsOf: text._nfc)
        return Array(String(normal).utf8)
    }

    /// Its bytes as they were typed.
    var bytes: [UInt8] { Array(text.utf8) }
}
