import Testing

@testable import StatusAPI

@Suite("A range of addresses")
struct AddressRangeTests {
    @Test(
        "holds what begins with the same bits",
        arguments: [
            ("192.0.2.7", "192.0.2.7", true), ("192.0.2.7", "192.0.2.8", false), ("10.0.0.0/8", "10.255.1.2", true),
            ("10.0.0.0/8", "11.0.0.0", false), ("10.0.0.0/8", "::ffff:10.1.2.3", true),
            ("10.0.0.0/9", "10.128.0.0", false),
            ("0.0.0.0/0", "8.8.8.8", true), ("0.0.0.0/0", "::1", false), ("fd00::/8", "fd12::1", true),
            ("fd00::/8", "fe80::1", false), ("::1", "::1", true), ("::/0", "8.8.8.8", true),
            ("fe80::1", "fe80::1", true),
        ]
    )
    func contains(range: String, address: String, isIn: Bool) throws {
        #expect(try #require(AddressRange(range)).contains(try #require(IPAddress(address))) == isIn)
    }

    @Test(
        "is written as an address, with or without a length",
        arguments: [
            "", "x", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0/8", "::/129", "localhost", "1.2.3.4:80",
            "10.0.0.0/+8",
            "+10.0.0.1", "10.0.0.1%eth0", "fe80::1%eth0", "fe80::1%eth0/64", "[::1]", "1.2.3.4 ",
        ]
    )
    func refused(text: String) {
        #expect(AddressRange(text) == nil)
    }

    @Test("that the system names an interface with is the same without it")
    func peer() throws {
        #expect(try #require(AddressRange("fe80::/10")).contains(try #require(IPAddress(peer: "fe80::1%eth0"))))
        #expect(IPAddress(peer: "eth0") == nil)
    }

    @Test(
        "tells this machine from others",
        arguments: [
            ("127.0.0.1", true), ("127.9.9.9", true), ("::1", true), ("::ffff:127.0.0.1", true), ("128.0.0.1", false),
            ("::2", false), ("::", false),
        ]
    )
    func loopback(address: String, isLoopback: Bool) throws {
        #expect(try #require(IPAddress(address)).isLoopback == isLoopback)
    }
}
