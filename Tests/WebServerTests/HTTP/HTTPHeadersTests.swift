import Testing
import WebServer

@Suite("Header fields")
struct HTTPHeadersTests {
    @Test("are found whatever the case of their names, in order")
    func lookup() {
        var headers: HTTPHeaders = ["Accept": "a", "X": "1", "accept": "b"]

        #expect(headers["ACCEPT"] == "a")
        #expect(headers.all("Accept") == ["a", "b"])
        #expect(headers["Other"] == nil)
        headers["accept"] = "c"
        #expect(headers.all("Accept") == ["c"])
        headers["x"] = nil
        #expect(headers.fields.map(\.name) == ["accept"])
    }

    @Test("make one list of several lines")
    func list() {
        let headers: HTTPHeaders = ["Connection": " Close , ,keep-alive\t", "connection": "Upgrade"]

        #expect(headers.list("Connection") == ["close", "keep-alive", "upgrade"])
    }
}
