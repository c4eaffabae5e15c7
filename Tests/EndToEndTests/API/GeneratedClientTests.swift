import Domain
import Testing

/// The program that makes a client from the API's document, where `RECONCILER_TEST_OPENAPI_CLIENT` names it; beside it is a
/// Python that has what such clients need.
private let generator = Program.environment["RECONCILER_TEST_OPENAPI_CLIENT"].flatMap { $0.isEmpty ? nil : $0 }

@Suite(
    "A client that was made from the API's document",
    .enabled(if: generator != nil, "see `make test`"),
    .behindTheGate
)
struct GeneratedClientTests {
    @Test("is made without a warning, and reads every list of a daemon, page by page, with each member")
    func lists() async throws {
        let program = try #require(generator)
        let tools = String(program[..<(program.lastIndex(of: "/") ?? program.startIndex)])
        try await ManyStates.withDaemon { scene in
            try await ManyStates.endRuns(of: scene)
            let url = "http://127.0.0.1:\(try scene.daemon.web().port)"
            try await Subprocess.succeed(
                program,
                [
                    "generate", "--url", "\(url)/api/v1/openapi.json", "--meta", "none", "--fail-on-warning",
                    "--output-path", "\(scene.folder)/generated",
                ],
                environment: ["PATH": "\(tools):/usr/bin:/bin", "HOME": scene.folder],
                in: scene.folder
            )
            try TextFile.write(Self.reader, to: "\(scene.folder)/read.py")
            let deployment = try #require(try await scene.daemon.waitFor("web", "succeeded")["id"]?.integer)
            let result = try await Subprocess.succeed(
                "\(tools)/python",
                ["\(scene.folder)/read.py", url, "\(deployment)"],
                environment: ["PYTHONPATH": scene.folder],
                in: scene.folder
            )
            let read = try result.json()
            let lists = read.object?.members ?? []
            #expect(lists.map(\.key) == Self.lists)
            for list in lists { #expect(list.value.integer ?? 0 > 0, "\(list.key) has nothing in it") }
        }
    }

    private static let lists = [
        "daemon.events", "deployments.deployments", "deployments.steps", "services.decisions",
        "services.deployed_services", "services.deployments_of_service", "services.services",
    ]

    /// Reads every list that the client knows, and compares its items with what the daemon answers.
    private static let reader = """
        import importlib, inspect, json, pkgutil, sys
        import generated.api, httpx
        from generated import Client
        from generated.types import UNSET

        url, deployment = sys.argv[1], int(sys.argv[2])
        arguments = {"name": "web", "id": deployment}
        client = Client(base_url=url, raise_on_unexpected_status=True)
        counts = {}

        def plain(value):
            if isinstance(value, dict):
                return {key: plain(inner) for key, inner in value.items()}
            if isinstance(value, list):
                return [plain(inner) for inner in value]
            # Times are written with `Z`, and read as what they mean.
            return value.replace("Z", "+00:00") if isinstance(value, str) and value[10:11] == "T" else value

        def same(one, other):
            one, other = plain(one), plain(other)
            assert one.keys() == other.keys(), (one, other)
            for key, value in one.items():
                assert value == other[key] or "+00:00" in str(value), (key, value, other[key])

        for found in pkgutil.walk_packages(generated.api.__path__, "generated.api."):
            module = importlib.import_module(found.name)
            if not hasattr(module, "sync_detailed"):
                continue
            names = inspect.signature(module.sync_detailed).parameters
            if "cursor" not in names:
                continue
            needed = {name: value for name, value in arguments.items() if name in names}
            cursor, items = UNSET, []
            while cursor is not None:
                page = module.sync_detailed(client=client, limit=2, cursor=cursor, **needed).parsed
                items += page.items
                cursor = page.next_
            path = module._get_kwargs(**needed, limit=500)["url"]
            raw = httpx.get(f"{url}{path}?limit=500").json()["items"]
            assert len(raw) == len(items) or len(raw) == 500, (path, len(raw), len(items))
            for item, other in zip(items, raw):
                same(item.to_dict(), other)
            counts[found.name.removeprefix("generated.api.")] = len(items)
        print(json.dumps(dict(sorted(counts.items()))))

        """
}
