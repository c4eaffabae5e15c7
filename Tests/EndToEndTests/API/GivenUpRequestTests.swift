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
            #expect(ended("cancelled") + ended("refused") > 300)
            #expect(reads["reconciler_reads_waiting{pool=\"requests\"}"] == 0)
            #expect(!scene.daemon.log.contains("a request failed"))
        }
    }

    @Test("beyond what is read at once are refused, and told when to come again")
    func refused() async throws {
        try await withDaemon(on: { Self.services($0.samples) }) { scene in
            try await scene.daemon.waitFor("live", "succeeded")
            let web = try scene.daemon.web()
            let script = "\(scene.folder)/stay.py"
            try TextFile.write(Self.patient, to: script)
            let answers = try await Subprocess.succeed("python3", [script, "\(web.port)"]).json().array ?? []

            let statuses = answers.map { $0["status"]?.integer }
            #expect(Set(statuses) == [200, 503])
            #expect(answers.count == 300)
            for answer in answers where answer["status"] == .integer(503) {
                #expect(answer["type"] == .string("application/problem+json"))
                #expect(answer["retry"] == .string("5"))
            }
            // The equal ones among them have shared their answers.
            #expect(
                answers.filter { $0["path"] == .string("/api/v1/plan") }.allSatisfy { $0["status"] == .integer(200) }
            )
        }
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

    /// Sends 300 requests at once, 100 of them for the same, and prints how each was answered.
    private static let patient = """
        import http.client, json, sys
        clients = []
        for number in range(300):
            client = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=180)
            path = "/api/v1/plan" if number < 100 else "/api/v1/services?limit=500&number=%d" % number
            client.request("GET", path)
            clients.append((path, client))
        answers = []
        for path, client in clients:
            answer = client.getresponse()
            answer.read()
            answers.append({"path": path, "status": answer.status, "type": answer.getheader("Content-Type"),
                            "retry": answer.getheader("Retry-After")})
        json.dump(answers, sys.stdout)

        """
}
