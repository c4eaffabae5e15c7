import Domain
import Foundation
import Glibc
import TestSupport
import Testing

@Suite("Push hooks to the built program")
struct HookTests {
    @Test("have a push deployed that no poll would have found, from each Git host, in its own way")
    func deploys() async throws {
        try await withHooks { scene, forge in
            try await scene.daemon.waitFor("web", "succeeded")
            let deliveries: [Forge.Delivery] = [
                .gitHub("1"),
                .init(headers: [
                    "X-Gitea-Delivery": "2", "X-Gitea-Signature": "HMAC", "X-GitHub-Delivery": "2",
                    "X-Hub-Signature-256": "sha256=HMAC", "X-Gogs-Delivery": "2", "X-Gogs-Signature": "HMAC",
                ]),
                .init(headers: ["X-Forgejo-Delivery": "3", "X-Forgejo-Signature": "HMAC"]),
                .init(headers: ["Idempotency-Key": "4", "X-Gitlab-Token": "SECRET", "X-Gitlab-Event": "Push Hook"]),
            ]
            for (number, delivery) in deliveries.enumerated() {
                let version = "\(number + 2)"
                let revision = try await scene.repository.push(scene.trace.samples.script("web", version: version))
                let answer = try await forge.send(delivery)
                #expect(answer.status == 202)
                let id = try JSONParser.parse(answer.body, limits: .own).value["request"]?.integer ?? 0
                #expect(answer.headers["location"]?.string == "/api/v1/requests/\(id)")
                let request = try await scene.daemon.ended(id)
                #expect(request["state"]?.string == "done")
                #expect(request["kind"]?.string == "hook")
                #expect(request["source"]?.string == "config")
                #expect(request["user"] == .null)
                let found = request["sources"]?.array ?? []
                #expect(found.map { $0["result"]?.string } == ["accepted"])
                #expect(found.map { $0["revision"]?.string } == [revision])
                try await scene.daemon.waitFor("web", "succeeded", count: number + 2)
            }
            #expect(scene.trace.lines == (1...5).map { "web \($0)" })
            #expect(try await scene.daemon.states(of: "web").allSatisfy { $0 == "succeeded" })
        }
    }

    @Test("that come twice are one poll, and what the host says of the event is not looked at")
    func duplicates() async throws {
        try await withHooks { scene, forge in
            var strange = Forge.Delivery.gitHub("2")
            strange.body = "no JSON: ☂"
            let requests = try await forge.requests([
                .gitHub("1", event: "ping"), .gitHub("1", event: "ping"), .gitHub("1"), strange, strange,
            ])
            #expect(Set(requests).count == 2)
            #expect(requests == [0, 0, 0, 3, 3].map { requests[$0] })
            for request in Set(requests) {
                let source = try await scene.daemon.ended(request)["sources"]?.array?.first
                #expect(source?["result"]?.string == "unchanged")
            }
            #expect(try await forge.requests([.gitHub("1")]) == [requests[0]])
            #expect(try await scene.daemon.polls()["unchanged"] == 2)
            let nameless = Forge.Delivery(headers: ["X-Gitlab-Token": "SECRET"])
            #expect(Set(try await forge.requests([nameless, nameless])).count == 2)
        }
    }

    @Test("of anybody else are refused alike, and have nothing polled")
    func refused() async throws {
        try await withHooks { scene, forge in
            let other = Forge(hooks: forge.hooks, secret: "another one")
            let silent = Forge.Delivery(headers: ["X-GitHub-Event": "push"])
            let half = Forge.Delivery(headers: ["X-Hub-Signature-256": "sha256=HMAC", "X-Gitlab-Token": "other"])
            let secret = "another one"
            var answers = try await other.send([.gitHub("1"), .gitHub("1", to: "nobody"), .gitHub("1", to: "bare")])
            answers += try await forge.send([silent, half, .gitHub("1", to: "nobody"), .gitHub("1", to: "bare")])
            #expect(answers.allSatisfy { $0.status == 403 })
            #expect(Set(answers.map(\.body)).count == 1)
            #expect(answers[0].headers["content-type"]?.string == "application/problem+json")
            #expect(try await scene.daemon.polls() == ["unchanged": 0, "accepted": 1, "held": 0, "failed": 0])

            _ = try await scene.daemon.ended(try await forge.requests([.gitHub("1"), .gitHub("1")])[0])
            let metrics = try await scene.daemon.web().send(.init("/metrics")).body
            let counts = metrics.matches(of: /reconciler_hooks_total\{source="([a-z]+)",result="([a-z_]+)"\} (\d+)/)
            let shown = counts.map { "\($0.1) \($0.2) \($0.3)" }
            #expect(
                shown == [
                    "config accepted 1", "config duplicate 1", "config refused 3", "config too_large 0",
                    "config postponed 0",
                ]
            )
            let log = scene.daemon.log
            #expect(log.contains("a hook was refused"))
            #expect(!log.contains(secret) && !log.contains(forge.secret))
        }
    }

    @Test("have a port of their own, on which nothing else is asked, and no more than 1 MiB is taken")
    func port() async throws {
        try await withHooks { scene, forge in
            let elsewhere = ["/", "/hooks", "/healthz", "/metrics", "/api/v1/status", "/sync"]
            let others = elsewhere.map { WebClient.Request("GET", $0) } + [.init("POST", "/sync")]
            #expect(try await forge.hooks.send(others).allSatisfy { $0.status == 404 })
            let methods = try await forge.hooks.send(["GET", "PUT", "DELETE"].map { .init($0, "/hooks/config") })
            #expect(methods.allSatisfy { $0.status == 405 && $0.headers["allow"]?.string == "POST" })
            #expect(methods.allSatisfy { $0.headers["content-type"]?.string == "application/problem+json" })
            let status = try await scene.daemon.web().send(.init("POST", "/hooks/config"))
            #expect(status.status == 405)

            var request = WebClient.Request("POST", "/hooks/config")
            request.headers["X-Gitlab-Token"] = forge.secret
            request.headers["Host"] = "hooks.example.org"
            request.body = String(repeating: "x", count: 1_048_576)
            #expect(try await forge.hooks.send(request).status == 202)
            request.body += "x"
            let tooLarge = try await forge.hooks.send(request)
            #expect(tooLarge.status == 413)
            #expect(tooLarge.headers["content-type"]?.string == "application/problem+json")
            #expect(try await forge.hooks.send(request.with(path: "/hooks/nobody")).status == 413)
            // It is told, and the source is polled all the same.
            try await waitUntil("it is polled for") { try await scene.daemon.polls()["unchanged"] ?? 0 >= 2 }
            let metrics = try await scene.daemon.web().send(.init("/metrics")).body
            #expect(metrics.contains(#"reconciler_hooks_total{source="config",result="too_large"} 1"#))
            #expect(scene.daemon.log.contains("from=127.0.0.1 bytes=1048577"))
        }
    }

    @Test("that come while a poll runs are one more poll after it, each with what it found", .behindTheGate)
    func meanwhile() async throws {
        try await withServedHooks { scene, forge, server in
            try await scene.daemon.waitFor("web", "succeeded")
            try server.hang()
            let first = try await forge.requests([.gitHub("1")])
            try await waitUntil("a poll is under way") { try await Self.isAsked(server) }
            let revision = try await scene.repository.push(scene.trace.samples.script("web", version: "2"))
            let others = try await forge.requests((2...9).map { .gitHub("\($0)") })
            #expect(Set(first + others).count == 9)
            for request in first + others {
                let answer = try await scene.daemon.web().send(.init("/api/v1/requests/\(request)"))
                #expect(try JSONParser.parse(answer.body, limits: .own).value["state"]?.string == "under_way")
            }
            try server.goOn()
            for request in others {
                let ended = try await scene.daemon.ended(request)
                #expect(ended["sources"]?.array?.first?["revision"]?.string == revision)
            }
            #expect(try await scene.daemon.ended(first[0])["state"]?.string == "done")
            #expect(try await scene.daemon.polls().values.reduce(0, +) == 3)
            try await scene.daemon.waitFor("web", "succeeded", count: 2)
        }
    }

    @Test("say when the poll has failed, and the next tries again")
    func failed() async throws {
        try await withHooks { scene, forge in
            let (bare, away) = (scene.repository.bare, scene.repository.bare + ".away")
            try await Subprocess.succeed("mv", [bare, away])
            let failed = try await scene.daemon.ended(try await forge.requests([.gitHub("1")])[0])
            #expect(failed["state"]?.string == "failed")
            #expect(failed["message"]?.string?.isEmpty == false)
            #expect(failed["message"] == (try await scene.daemon.source("config"))?["message"])
            try await Subprocess.succeed("mv", [away, bare])
            let done = try await scene.daemon.ended(try await forge.requests([.gitHub("2")])[0])
            #expect(done["state"]?.string == "done")
        }
    }

    @Test("lift no hold and start no stalled service, as no poll does")
    func policies() async throws {
        let once: JSONValue = .members(["limit": .integer(0)])
        try await withHooks(
            on: { $0.samples.script("web") + $0.samples.script("broken", body: "exit 3", ["retry": once]) }
        ) { scene, forge in
            try await scene.daemon.waitFor("web", "succeeded")
            try await scene.daemon.waitFor("broken", "failed")
            try await scene.repository.push([.remove("web"), .remove("broken")])
            for delivery in ["1", "2"] {
                let request = try await scene.daemon.ended(try await forge.requests([.gitHub(delivery)])[0])
                let source = request["sources"]?.array?.first
                #expect(request["state"]?.string == "done")
                #expect(source?["result"]?.string == "held")
                #expect(source?["held"]?["reason"]?.string == "emptied")
            }
            #expect(try await scene.daemon.states(of: "broken") == ["failed"])
            #expect(try await scene.daemon.service("web")?["sync_status"]?.string == "synced")
        }
    }

    @Test("are proved by the new secret once the configuration was read anew, and by the old one no more")
    func rotated() async throws {
        try await withHooks { scene, forge in
            try TextFile.write("the next one\n", to: "\(scene.folder)/hook-secret")
            kill(scene.daemon.pid, SIGHUP)
            let next = Forge(hooks: forge.hooks, secret: "the next one")
            try await waitUntil("the new secret counts") { try await next.send(.gitHub("1")).status == 202 }
            #expect(try await forge.send(.gitHub("2")).status == 403)
        }
    }

    @Test("need an address that is free, and the failure names the key")
    func taken() async throws {
        try await withHooks { scene, forge in
            let result = try await Subprocess.run(
                Program.path,
                [
                    "run", "--state-dir", "\(scene.folder)/other", "--status-listen", "127.0.0.1:0", "--hooks-listen",
                    "127.0.0.1:\(forge.hooks.port)", "--sources", Self.sources(scene.repository.bare, scene.folder),
                ] + (geteuid() == 0 ? ["--run-as", "root"] : [])
            )
            #expect(result.exit == 1)
            #expect(result.errors.contains("could not open hooks_listen: listen on 127.0.0.1:\(forge.hooks.port)"))
            #expect(result.errors.contains("--hooks-listen"))
            // Nobody could have looked at what it does.
            #expect(!result.errors.contains("accepted") && !result.errors.contains("deployment started"))
        }
    }

    /// Whether somebody waits for an answer of the server.
    private static func isAsked(_ server: GitServer) async throws -> Bool {
        let port = String(server.port, radix: 16, uppercase: true)
        let place = "0100007F:" + String(repeating: "0", count: 4 - port.count) + port
        // Its parts come one by one, which not every way of reading a file expects.
        let connections = try await Subprocess.succeed("cat", ["/proc/net/tcp"]).output
        return connections.split(separator: "\n").contains { line in
            let fields = line.split(separator: " ")
            // An established connection.
            return fields.count > 3 && fields[2] == place && fields[3] == "01"
        }
    }

    private static func sources(_ url: String, _ folder: String) -> String {
        let secret: JSONValue = .members(["file": .string("\(folder)/hook-secret")])
        return JSONValue.array([
            .members(["name": .string("config"), "url": .string(url), "hook_secret": secret]),
            .members(["name": .string("bare"), "url": .string("\(folder)/nowhere.git")]),
        ]).text()
    }

    /// Gives `body` a daemon that polls for hooks alone, and a Git host that knows the secret of its source `config`.
    private func withHooks(
        on services: (Trace) -> [ConfigRepository.Change] = { $0.samples.script("web") },
        _ body: (Scene, Forge) async throws -> Void
    ) async throws {
        try await withFolder { folder in
            let repository = try await ConfigRepository(in: folder)
            try await repository.push(services(Trace(folder: folder)))
            try await Self.start(repository, at: repository.bare, body)
        }
    }

    /// The same with a repository that a server serves.
    private func withServedHooks(_ body: (Scene, Forge, GitServer) async throws -> Void) async throws {
        try await withFolder { folder in
            let repository = try await ConfigRepository(in: folder)
            try await repository.push(Trace(folder: folder).samples.script("web"))
            let server = try await GitRemotes.daemon(serving: folder)
            try await Self.start(repository, at: "git://127.0.0.1:\(server.port)/config.git") { scene, forge in
                try await body(scene, forge, server)
            }
        }
    }

    private static func start(
        _ repository: ConfigRepository,
        at url: String,
        _ body: (Scene, Forge) async throws -> Void
    ) async throws {
        let folder = repository.folder
        let secret = "It's a Secret to Everybody"
        try TextFile.write("\(secret)\n", to: "\(folder)/hook-secret")
        let arguments = ["--hooks-listen", "127.0.0.1:0", "--sources", sources(url, folder)]
        let daemon = try await DaemonUnderTest(in: folder, DaemonUnderTest.Options(arguments: arguments))
        try await waitUntil("the first poll has ended") {
            try await daemon.source("config")?["observed"]?.string != nil
        }
        try await body(
            Scene(folder: folder, repository: repository, daemon: daemon),
            Forge(hooks: try daemon.hooks(), secret: secret)
        )
    }
}

extension WebClient.Request {
    /// The same to another address.
    fileprivate func with(path: String) -> WebClient.Request {
        var request = WebClient.Request(method, path)
        request.headers = headers
        request.body = body
        return request
    }
}
