import Domain
import TestSupport
import Testing

@Suite("Requests that are given up")
struct GivenUpRequestTests {
    private static let services = 500

    /// Suspended ones, so that nothing runs but `live`.
    private static func services(_ samples: Samples) -> [ConfigRepository.Change] {
        let many = (0..<services).map { number in
            let definition: JSONValue = .members([
                "name": .string("s\(number)"), "deploy_script": .string("deploy"), "suspend": .bool(true),
            ])
            return ConfigRepository.Change.file("s\(number)/service.json", definition.text())
        }
        let scripts = (0..<services).map { ConfigRepository.Change.script("s\($0)/deploy", "true") }
        return many + scripts + samples.script("live")
    }

    @Test(
        "cost nothing afterwards, and hold up neither what others ask nor what the daemon does",
        arguments: ["close", "reset"]
    )
    func givenUp(end: String) async throws {
        try await withDaemon(on: { Self.services($0.samples) }) { scene in
            try await scene.daemon.waitFor("live", "succeeded")
            let web = try scene.daemon.web()
            let script = "\(scene.folder)/give-up.py"
            try TextFile.write(Self.script, to: script)
            try await scene.repository.push(scene.trace.samples.script("live", version: "2"))
            try await Subprocess.succeed("python3", [script, "\(web.port)", end])

            _ = try await scene.daemon.run("sync")
            try await scene.daemon.waitFor("live", "succeeded", count: 2)
            #expect(try await web.send(.init("/api/v1/services?limit=1")).status == 200)
            let reads = try MetricsCheck(try await web.send(.init("/metrics")).body).series
            func ended(_ outcome: String) -> Double {
                reads["reconciler_reads_total{pool=\"requests\",outcome=\"\(outcome)\"}"] ?? -1
            }
            // Every list is another one, so that none is spared because it was made before.
            #expect(ended("completed") < 300)
            // Those that were reset before they were read have never begun.
            #expect(ended("cancelled") + ended("refused") > 0)
            #expect(reads["reconciler_reads_waiting{pool=\"requests\"}"] == 0)
            #expect(!scene.daemon.log.contains("a request failed"))
        }
    }

    @Test("beyond what is read at once are refused, and told when to come again; equal ones share an answer")
    func refused() async throws {
        try await withDaemon(on: { Self.services($0.samples) }) { scene in
            try await scene.daemon.waitFor("live", "succeeded")
            let equal = try await answers("/api/v1/plan", of: scene)
            #expect(equal.allSatisfy { $0["status"] == .integer(200) })

            let different = try await answers("/api/v1/services?limit=500&number=%d", of: scene)
            #expect(Set(different.map { $0["status"]?.integer }) == [200, 503])
            for answer in different where answer["status"] == .integer(503) {
                #expect(answer["type"] == .string("application/problem+json"))
                #expect(answer["retry"] == .string("5"))
            }
        }
    }

    /// How 300 requests that are sent at once were answered; `%d` in the target stands for the number of each.
    private func answers(_ target: String, of scene: Scene) async throws -> [JSONValue] {
        let script = "\(scene.folder)/stay.py"
        try TextFile.write(Self.patient, to: script)
        let port = try scene.daemon.web().port
        let answers = try await Subprocess.succeed("python3", [script, "\(port)", target]).json().array ?? []
        try #require(answers.count == 300)
        return answers
    }

    /// Sends 1,200 requests, each on a connection of its own, and ends them all before they are answered.
    private static let script = """
        import socket, struct, sys
        for part in range(4):
            clients = []
            for number in range(300):
                client = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
                path = "/api/v1/services?limit=500&number=%d" % (part * 300 + number)
                client.sendall(("GET %s HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n" % path).encode())
                if sys.argv[2] == "reset":
                    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                clients.append(client)
            for client in clients: client.close()

        """

    /// Sends 300 requests at once, and prints how each was answered.
    private static let patient = """
        import http.client, json, sys
        clients = []
        for number in range(300):
            client = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=180)
            client.request("GET", sys.argv[2].replace("%d", str(number)))
            clients.append(client)
        answers = []
        for client in clients:
            answer = client.getresponse()
            answer.read()
            answers.append({"status": answer.status, "type": answer.getheader("Content-Type"),
                            "retry": answer.getheader("Retry-After")})
        json.dump(answers, sys.stdout)

        """
}
