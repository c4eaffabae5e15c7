import Domain
import Glibc
import Testing

@Suite("The feed of the built program", .enabled(if: FeedListener.python != nil, "see `make test`"))
struct FeedTests {
    @Test("tells every event once and in order, over kill -9 of the daemon")
    func resumes() async throws {
        let body = "while [ ! -e \"$TRACE.1\" ]; do sleep 0.05; done"
        try await withDaemon(on: { $0.samples.script("web", body: body) + $0.samples.script("db") }) { scene in
            let first = try FeedListener(scene.daemon, "/api/v1/feed?after=0")
            try await scene.daemon.waitFor("web", "running")
            try await waitUntil("the start of web") {
                first.messages.contains { $0["event"]?.string == "DeploymentStarted" }
            }
            let hello = try #require(first.messages.first)
            #expect(hello["type"]?.string == "hello")
            let epoch = try #require(hello["epoch"]?.string)
            try await scene.daemon.end(SIGKILL)
            try await waitUntil("the connection is lost") { first.closeCode != nil }
            let seen = first.events
            #expect(seen == Array(1...Int64(seen.count)))

            try scene.go(1)
            let next = try await DaemonUnderTest(in: scene.folder, scene.daemon.options)
            let second = try FeedListener(next, "/api/v1/feed?after=\(seen.count)&epoch=\(epoch)")
            try await next.waitFor("web", "succeeded")
            let last = try #require(try await next.run("status", "-o", "json").json()["seq"]?.integer)
            try await waitUntil("all events") { second.events.last == last }
            #expect(seen + second.events == Array(1...last))
            let ends = (first.messages + second.messages).filter { $0["event"]?.string == "DeploymentFinished" }
            #expect(Set(ends.compactMap { $0["deployment_id"]?.integer }) == [1, 2])
            #expect(ends.count == 2)
            #expect(ends.allSatisfy { $0["data"]?["state"]?.string == "succeeded" })

            let other = try FeedListener(next, "/api/v1/feed?after=1&epoch=0")
            try await waitUntil("the reset") { other.types == ["hello", "reset"] }
            let web = try FeedListener(next, "/api/v1/feed?after=0&service=web")
            try await waitUntil("events of web") { web.events.count > 3 }
            #expect(web.messages.dropFirst().allSatisfy { $0["service"]?.string == "web" })
            try await next.end()
            try await waitUntil("clients are sent away") { web.closeCode == 1001 && second.closeCode == 1001 }
        }
    }

    @Test("with auth on: tells who may hear it, as long as they may")
    func tokens() async throws {
        try await withDaemon(on: { $0.samples.script("web") + $0.samples.script("db") }) { options in
            options.arguments += ["--auth", "on"]
        } _: { scene in
            let port = try scene.daemon.web().port
            let user = try await token(scene, "--type", "user")
            let service = try await token(scene, "--type", "service", "--service", "web")
            let config = try await token(scene, "--type", "config")
            try await scene.daemon.sync()
            let path = "/api/v1/feed?after=0"
            let byQuery = try FeedListener(scene.daemon, "\(path)&token=\(user)", port: port)
            let byMessage = try FeedListener(
                scene.daemon,
                path,
                port: port,
                sending: [#"{"access_token": "\#(service)"}"#]
            )
            try await waitUntil("both hear") { byQuery.events.count > 5 && byMessage.events.count > 2 }
            #expect(byQuery.types.prefix(2) == ["authentication", "hello"])
            #expect(byMessage.types.prefix(2) == ["authentication", "hello"])
            #expect(byMessage.messages.dropFirst(2).allSatisfy { $0["service"]?.string == "web" })

            let refused = [
                try FeedListener(scene.daemon, "\(path)&token=\(config)", port: port),
                try FeedListener(scene.daemon, "\(path)&token=\(user)x", port: port),
                try FeedListener(scene.daemon, "\(path)&service=db&token=\(service)", port: port),
                try FeedListener(scene.daemon, path, port: port, sending: ["hello"]),
                try FeedListener(scene.daemon, path, port: port, sending: [#"{"access_token": "x"}"#]),
            ]
            for listener in refused {
                try await waitUntil("the refusal") { listener.closeCode == 1008 }
                #expect(listener.messages.count == 1)
            }
            let page = try FeedListener(scene.daemon, path, port: port, origin: "https://evil.example")
            try await waitUntil("the page is refused") { page.refusal == 403 }
            let own = try FeedListener(
                scene.daemon,
                "\(path)&token=\(user)",
                port: port,
                origin: "http://127.0.0.1:\(port)"
            )
            try await waitUntil("the own page hears") { own.events.count > 5 }

            #expect(try await scene.daemon.run("token", "rotate-key", "--now").exit == 0)
            try await waitUntil("tokens are worth nothing", within: .seconds(60)) {
                byQuery.closeCode == 1008 && byMessage.closeCode == 1008 && own.closeCode == 1008
            }
        }
    }

    private func token(_ scene: Scene, _ arguments: String...) async throws -> String {
        let result = try await scene.daemon.run(["token", "create"] + arguments)
        guard result.exit == 0 else { throw CommandFailed(result: result, remark: "no token") }
        return String(result.output.dropLast())
    }
}
