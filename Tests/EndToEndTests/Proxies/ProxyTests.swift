import Domain
import Foundation
import Platform
import Testing

@Suite(
    "The status API behind a proxy",
    .enabled(if: DocumentedProxy.areInstalled && FeedListener.python != nil, "see `make test`"),
    .behindTheGate
)
struct ProxyTests {
    /// Says something, and goes on when it is told to.
    private static let body = "echo one; until [ -e \"$TRACE.go\" ]; do sleep 0.05; done; echo two"

    @Test(
        "as the page says tells a page's feed, sends a log as it is written, and lets lists go on",
        arguments: DocumentedProxy.allCases
    )
    func documented(proxy: DocumentedProxy) async throws {
        try await withDaemon(on: { $0.samples.script("web", body: Self.body) + $0.samples.script("db") }) { scene in
            try await scene.daemon.waitFor("db", "succeeded")
            let id = try #require(try await scene.daemon.waitFor("web", "running")["id"]?.integer)
            let port = try await proxy.start(in: scene.folder, before: try scene.daemon.web().port)
            let url = "http://127.0.0.1:\(port)/reconciler/api/v1"

            #expect(try await names(at: "\(url)/services?limit=1", in: scene.folder) == "db web\n")

            let feed = try FeedListener(
                scene.daemon,
                "/reconciler/api/v1/feed?after=0",
                port: port,
                origin: "http://127.0.0.1:\(port)"
            )
            try await waitUntil("the feed is heard") { feed.types.first == "hello" && feed.events.count > 3 }
            let foreign = try FeedListener(
                scene.daemon,
                "/reconciler/api/v1/feed",
                port: port,
                origin: "https://evil.example"
            )
            try await waitUntil("another page is refused") { foreign.refusal == 403 }

            let followed = "\(scene.folder)/followed"
            async let curl = Subprocess.run(
                "curl",
                ["-sN", "--fail", "-o", followed, "\(url)/deployments/\(id)/log?follow=true"]
            )
            try await waitUntil("the log comes before its end") { TextFile.read(followed) == "one\n" }
            try TextFile.write("", to: "\(scene.trace.path).go")
            let ended = try await curl
            #expect(ended.exit == 0)
            #expect(TextFile.read(followed) == "one\ntwo\n")
            try await waitUntil("the feed tells the end") {
                feed.messages.contains {
                    $0["event"]?.string == "DeploymentFinished" && $0["deployment_id"]?.integer == id
                }
            }
            try await feed.end()
        }
    }

    /// The names of the list that begins there, read by its links as somebody else's library resolves them.
    private func names(at url: String, in folder: String) async throws -> String {
        let script = """
            import json, re, sys, urllib.parse, urllib.request
            url, names = sys.argv[1], []
            while url:
                with urllib.request.urlopen(url) as answer:
                    names += [item["name"] for item in json.load(answer)["items"]]
                    link = re.fullmatch(r'<(.*)>; rel="next"', answer.headers["Link"] or "")
                url = link and urllib.parse.urljoin(url, link[1])
            print(*names)
            """
        return try await Subprocess.succeed("python3", ["-c", script, url], in: folder).output
    }
}
