/// The cryptographic library refused.
package struct CryptoFailure: Error, Hashable, CustomStringConvertible {
    /// mbedTLS's code; 0 if it was built without what was asked for.
    package let code: Int32

    package init(code: Int32) {
        self.code = code
    }

    package var description: String { "mbedTLS failed with code \(code)" }

    /// Throws what is no success.
    static func check(_ code: Int32) throws(CryptoFailure) {
        guard code == 0 else { throw CryptoFailure(code: code) }
    }
}
