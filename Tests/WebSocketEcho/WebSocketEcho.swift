import Glibc
import WebServer

/// The program `WebSocketEcho [PORT]`: the server's WebSocket, sending each message back, for suites that somebody else has
/// written: `make autobahn`.
@main
struct WebSocketEcho {
    static func main() async throws {
        let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 9_001
        let handler = ClosureHandler { request in .webSocket(to: request) { EchoSession(connection: $0) } }
        let listener = Listener(.tcp(host: "127.0.0.1", port: port), handler: handler)
        let server = Server([listener], configuration: configuration)
        for address in try server.start() { print("echoing on \(address)") }
        fflush(nil)
        while true { try await Task.sleep(for: .seconds(3_600)) }
    }

    /// As the daemon's, but for sizes and pings: suites send messages of 16 MiB, in fragments of 64 bytes for minutes, and
    /// read nothing meanwhile.
    private static var configuration: ServerConfiguration {
        var configuration = ServerConfiguration()
        configuration.webSocket.frame = 32 << 20
        configuration.webSocket.message = 32 << 20
        configuration.webSocket.waiting = 64 << 20
        configuration.webSocket.pingInterval = 600_000
        return configuration
    }
}
