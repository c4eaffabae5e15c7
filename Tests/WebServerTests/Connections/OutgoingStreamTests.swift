import Testing

@testable import WebServer

@Suite("A body that is made while it is sent")
struct OutgoingStreamTests {
    private let stream = HTTPStream { nil }

    @Test("has zeros for a client that may have gone, a few in front of each chunk's size")
    func chunked() {
        var outgoing = OutgoingStream(stream, .chunked)
        for _ in 0..<2 {
            for _ in 0..<7 { #expect(outgoing.takeAhead() == UInt8(ascii: "0")) }
            #expect(outgoing.takeAhead() == nil)
            #expect(outgoing.continued([]) == .send([]))
            #expect(outgoing.takeAhead() == nil)
            #expect(outgoing.continued(Array("abc".utf8)) == .send(Array("3\r\nabc\r\n".utf8)))
        }
        #expect(outgoing.continued(nil) == .finish(Array("0\r\n\r\n".utf8)))
    }

    @Test("has nothing to send ahead where each byte counts")
    func plain() {
        var (counted, untilClose) = (OutgoingStream(stream, .counted(left: 3)), OutgoingStream(stream, .untilClose))
        #expect(counted.takeAhead() == nil)
        #expect(untilClose.takeAhead() == nil)
    }
}
