import TestSupport
import Testing
import WebServer

@testable import StatusAPI

@Suite("The table of routes")
struct RouteTableTests {
    private static let parts = ["a", "b", ":x", ":y", ""]

    private static func route(_ path: String) -> Route { Route("GET", path) { _, _ in HTTPResponse(200) } }

    @Test("finds what a look at each route finds, in the same order")
    func same() {
        var random = SplitMix64(seed: 11)
        for _ in 0..<300 {
            let routes = (0..<8).map { _ in Self.route(Self.path(&random)) }
            let table = RouteTable(routes)
            for _ in 0..<20 {
                let asked = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                    Self.parts.randomElement(using: &random) ?? ""
                }
                let expected = routes.filter { $0.match(asked) != nil }.map(\.pattern)
                #expect(table.routes(at: asked).map(\.pattern) == expected, "\(routes.map(\.pattern)) at \(asked)")
            }
        }
    }

    private static func path(_ random: inout SplitMix64) -> String {
        let count = Int.random(in: 0...3, using: &random)
        return "/"
            + (0..<count).map { _ in parts.dropLast().randomElement(using: &random) ?? "" }.joined(separator: "/")
    }
}
