internal import CLibgit2
internal import Glibc
internal import Platform

/// The certificates that a TLS server is judged by: the system's, and the source's own.
package struct CertificateAuthorities {
    private static let system = "/etc/ssl/certs/ca-certificates.crt"
    private static let limit = 16 << 20
    private static let beginning = Array("-----BEGIN CERTIFICATE-----".utf8)
    private var trusted: [UInt8]?

    init() {}

    /// What a PEM file (RFC 7468 §5) of certificates holds, at most 16 MiB.
    ///
    /// - Throws: ``SourceFailure`` if it cannot be read, or holds no certificate.
    package static func read(_ path: String) throws -> [UInt8] {
        let bytes: [UInt8]
        do {
            bytes = try DurableFile.read(path, limit: limit)
        } catch {
            throw SourceFailure("\(error)")
        }
        guard bytes.firstRange(of: beginning) != nil else {
            throw SourceFailure(
                "the file \(path) holds no certificate in PEM: none begins with \(String(decoding: beginning, as: UTF8.self))"
            )
        }
        return bytes
    }

    /// Trusts what the PEM file `own` holds, besides the system's certificates.
    ///
    /// libgit2 takes all certificates from one file, which is in `folder` for a moment.
    mutating func trust(_ own: String?, folder: String) throws {
        guard let own else { return }
        let bytes = try CertificateAuthorities.read(own)
        guard bytes != trusted else { return }
        let all = try systemCertificates() + [0x0A] + bytes
        let path = "\(folder)/.certificates-\(getpid())"
        defer { unlink(path) }
        try DurableFile.write(all, to: path)
        try check("trust the certificates in \(own)") { reconciler_git_set_certificates(path) }
        trusted = bytes
    }

    private func systemCertificates() throws -> [UInt8] {
        do {
            return try DurableFile.read(CertificateAuthorities.system, limit: CertificateAuthorities.limit)
        } catch  where error.isMissing {
            return []
        }
    }
}
