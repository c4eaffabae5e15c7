import Domain
import Execution
import Platform
import Testing

@Suite("A run that reports by HTTP")
struct HTTPReportTests {
    /// Sends requests as a deploy script would, and prints the answers' status codes.
    private static let client = """
        #!/usr/bin/env python3
        import json, os, sys, urllib.error, urllib.request
        config = json.load(open(sys.argv[sys.argv.index("--config") + 1]))

        def send(method, url, body, token=config["access_token"]):
            headers = {"Authorization": "Bearer " + token} if token else {}
            request = urllib.request.Request(url, body.encode(), headers, method=method)
            try:
                answer = urllib.request.urlopen(request)
                print(answer.status, answer.read().decode().strip(), flush=True)
            except urllib.error.HTTPError as error:
                print(error.code, flush=True)

        def step(**fields):
            send("POST", config["steps_url"], json.dumps(fields))

        """

    @Test("has each report kept before it is answered, and its own exit status decide")
    func steps() async throws {
        let run = try await RunBench().run(
            script: Self.client + """
                step(name="one", state="running")
                print(open("../../../events.jsonl").read().count("\\n"), "on disk", flush=True)
                step(name="one", state="success", message="made")
                step(name="two", started="2026-01-01T00:00:00Z", finished="2026-01-01T00:00:01Z")
                send("PUT", config["deployment_finish_url"], "")
                """
        )
        #expect(run.story == ["one running", "one success", "two success"])
        #expect(run.last("one")?.message == "made")
        #expect(run.text.contains("1 on disk\n"))
        #expect(run.text.contains("reconciler: the run says that it has finished\n"))
        #expect(run.end.outcome == .succeeded)
    }

    @Test("fails with a step that failed")
    func failure() async throws {
        let run = try await RunBench().run(
            script: Self.client + """
                step(name="one", state="failure", error_message="it broke")
                send("PUT", config["deployment_finish_url"], "")
                """
        )
        #expect(run.end == RunEnd(outcome: .failed, exitCode: 0, message: "step \"one\" failed: it broke"))
    }

    @Test("is refused without its token, for other places, and for what is no step")
    func refusals() async throws {
        let run = try await RunBench().run(
            script: Self.client + """
                send("POST", config["steps_url"], '{"name": "x", "state": "success"}', token=None)
                send("POST", config["steps_url"], '{"name": "x", "state": "success"}', token="0" * 64)
                send("POST", config["steps_url"] + "other", "{}")
                send("POST", config["steps_url"], "no json")
                send("POST", config["steps_url"], '{"state": "success"}')
                send("POST", config["steps_url"], '{"name": "x", "state": "bored"}')
                """
        )
        #expect(run.text == "401\n401\n404\n400\n422\n422\n")
        #expect(run.steps.isEmpty)
    }
}
