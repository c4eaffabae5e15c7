/// An authority of its own, and a server's certificate from it for `localhost`.
package struct GitCertificate: Sendable {
    /// The authority's certificate, as PEM.
    package let authority: String
    /// The server's certificate and key in one file.
    let pair: String
    private let scratch: GitScratch

    package init() throws {
        let openssl = try GitProgram.find("openssl", package: "openssl")
        scratch = try GitScratch("tls")
        let folder = scratch.path
        func run(_ text: String) throws {
            try GitProgram.run(openssl, text.split(separator: " ").map(String.init), in: folder)
        }
        try scratch.write("subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\n", to: "extensions")
        try run(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN=tests"
        )
        try run(
            "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout server.key -out server.csr -subj /CN=localhost"
        )
        try run(
            "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out server.pem -days 2 -extfile extensions"
        )
        authority = scratch.file("ca.pem")
        pair = scratch.file("pair.pem")
        try GitProgram.run("/bin/sh", ["-c", "cat server.pem server.key > pair.pem"], in: folder)
    }
}
