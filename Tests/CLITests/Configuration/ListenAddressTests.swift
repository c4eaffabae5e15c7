import Testing

@testable import CLI

@Suite("An address to listen on")
struct ListenAddressTests {
    @Test(
        "is read and written",
        arguments: [
            ("127.0.0.1:8080", "127.0.0.1", 8080), ("[::1]:0", "::1", 0), ("localhost:65535", "localhost", 65_535),
        ]
    )
    func good(text: String, host: String, port: Int) {
        #expect(ListenAddress(text) == ListenAddress(host: host, port: port))
        #expect(ListenAddress(host: host, port: port).description == text)
    }

    @Test("is every address without a host")
    func every() {
        #expect(ListenAddress(":80") == ListenAddress(host: "::", port: 80))
    }

    @Test(
        "tells whether only this machine can reach it",
        arguments: [
            ("127.0.0.1:1", true), ("127.3.2.1:1", true), ("localhost:1", true), ("[::1]:1", true), (":1", false),
            ("0.0.0.0:1", false), ("127.example.org:1", false), ("127.0.0.1.example.org:1", false),
            ("192.0.2.7:1", false),
        ]
    )
    func loopback(text: String, isLoopback: Bool) {
        #expect(ListenAddress(text)?.isLoopback == isLoopback)
    }

    @Test(
        "is refused",
        arguments: ["", "8080", "host", "host:", "host:http", "host:65536", "::1:80", "[]:80", "a b:1", "h:+1"]
    )
    func bad(text: String) {
        #expect(ListenAddress(text) == nil)
    }
}
