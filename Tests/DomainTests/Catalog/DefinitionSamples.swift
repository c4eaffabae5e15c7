import Domain
import TestSupport

/// Values for each key of a definition: good ones, bad ones, and ones on the edge between.
///
/// What a schema cannot say is left out: bounds of durations, a dependency on itself, `max_backoff` below `backoff`.
enum DefinitionSamples {
    static let script = JSONObject([.init("name", .string("web")), .init("deploy_script", .string("deploy"))])
    static let playbook = JSONObject([.init("name", .string("web")), .init("ansible_playbook", .string("site.yml"))])
    static let bases = [(script, DefinitionKey.allCases), (playbook, DefinitionKey.allCases)]

    private static let anything: [JSONValue] = [
        .null, .bool(true), .number("1"), .number("-1"), .string(""), .string("text"), .array([]),
        .array([.string("a")]), .array([.number("1")]), .object(JSONObject()),
        .object(JSONObject([.init("a", .string("b"))])),
    ]

    static func values(of key: DefinitionKey) -> [JSONValue] { anything + special(key) }

    private static func special(_ key: DefinitionKey) -> [JSONValue] {
        switch key {
        case .name: names
        case .description: texts(4_096) + [.string("a\nb")]
        case .version: texts(255) + [.string("a\nb"), .string("v1 final")]
        case .deployScript, .ansiblePlaybook: paths
        case .inventory: paths + lists(paths) + [.string("a,b"), .array([.string("a,b")])] + sized(64, .string("x"))
        case .limit: texts(4_096) + ["-x", "@x", "a-b@c", "web:&new", "!x"].map(JSONValue.string)
        case .tags, .skipTags: tags + lists(tags) + sized(256, .string("t"))
        case .extraVariables: [members(1_000), members(1_001), .object(JSONObject([.init("", .null)]))]
        case .extraVariablesFiles, .requirements: lists(paths) + sized(64, .string("v"))
        case .user:
            texts(255)
                + ["-a", "a-b", "a b", "a@b.org", "D\\a", "{{ a }}", "a'", "\"a\"", "a\u{85}"].map(JSONValue.string)
        case .vaultIDs: vaultIDs + sized(64, .members(["id": .string("v"), "secret": .string("s")]))
        case .forks: ["0", "1000", "1001", "1.5"].map(JSONValue.number)
        case .steps: steps + sized(1_000, .members(["name": .string("s")]))
        case .environment: variables + [members(256), members(257)]
        case .watch: lists(paths) + sized(256, .string("w"))
        case .dependsOn: lists(names.filter { $0 != .string("web") }) + [.array([.string("a"), .string("a")])]
        case .timeout: durations
        case .retry: retries
        case .suspend: [.bool(false), .string("true")]
        }
    }

    private static let names: [JSONValue] = [
        "web", "a", "0", "a.b_c-d", "-a", "a-", "A", "a b", "ä", String(repeating: "a", count: 64),
        String(repeating: "a", count: 65),
    ].map(JSONValue.string)

    private static let paths: [JSONValue] = [
        "a", "a/b", "../a", ".", "..", "/a", "-a", "./-a", "a b", "ä", "a\u{7F}", "a\tb", "a\u{0}",
        String(repeating: "p", count: 4_096), String(repeating: "p", count: 4_097),
    ].map(JSONValue.string)

    private static let tags: [JSONValue] = [
        "a", "a,b", "a, b", " a", "a ", "a,,b", ",a", "a,", "-a", "a,-b", "a-b", "a b", " ", "a\u{1}", "ä",
        String(repeating: "t", count: 255),
    ].map(JSONValue.string)

    private static let steps: [JSONValue] = [
        .array([.members(["name": .string("a"), "description": .string("")])]),
        .array([.members(["name": .string("")])]), .array([.members(["description": .string("a")])]),
        .array([.members(["name": .string("a"), "state": .string("b")])]),
        .array([.members(["name": .string("a"), "description": .number("1")])]),
        .array([.members(["name": .string(String(repeating: "s", count: 256))])]),
    ]

    private static let vaultIDs: [JSONValue] =
        ["a", "a_1.b-c", "_", "-a", ".a", "a@b", "a b", "", "ä", String(repeating: "v", count: 256)].map {
            .array([.members(["id": .string($0), "secret": .string("s")])])
        }
        + ["", "a b", "a\u{1}", String(repeating: "s", count: 256)].map {
            .array([.members(["id": .string("a"), "secret": .string($0)])])
        }
        + [
            .array([.members(["id": .string("a")])]), .array([.members(["secret": .string("a")])]),
            .array([.members(["id": .number("1"), "secret": .string("a")])]),
            .array([.members(["id": .string("a"), "secret": .string("s"), "more": .null])]),
        ]

    private static let variables: [JSONValue] =
        [
            "A", "a_1", "_", "1A", "A-B", "", "Ä", "PATH", "PATHS", "LD_PRELOAD", "LD", "ANSIBLE_X", "ANSIBLE",
            "PYTHON",
            "PYTHONPATH", "PYTHO", "RECONCILER_X", "RECONCILER", "DEPLOY_CONFIG_FILE", "DEPLOY_CONFIG_FILES",
            String(repeating: "A", count: 255), String(repeating: "A", count: 256),
        ].map { .object(JSONObject([.init($0, .string("value"))])) }
        + [JSONValue.string("a\u{0}b"), .string("a\nb"), .number("1"), .null, .members(["secret": .string("X")])].map {
            .object(JSONObject([.init("A", $0)]))
        }

    private static let durations: [JSONValue] = [
        "1s", "90s", "1h30m", "1h2m3s4ms", "1000ms", "", "1", "s", "1m1h", "1s1s", "1 s", "1.5s", "-1s", "1d",
    ].map(JSONValue.string)

    private static let retries: [JSONValue] = [
        .members(["limit": .number("0")]), .members(["limit": .number("100")]), .members(["limit": .number("101")]),
        .members(["limit": .number("-1")]), .members(["limit": .string("1")]), .members(["backoff": .string("1s")]),
        .members(["max_backoff": .string("10m")]), .members(["max_backoff": .string("1s")]),
        .members(["backoff": .number("1")]),
        .members(["jitter": .bool(true)]),
    ]

    private static func texts(_ limit: Int) -> [JSONValue] {
        ["x", "ä", "a\u{0}b", String(repeating: "é", count: limit), String(repeating: "é", count: limit + 1)].map(
            JSONValue.string
        )
    }

    private static func lists(_ values: [JSONValue]) -> [JSONValue] { values.map { .array([$0]) } }

    /// A list of as many as are allowed, and of one more.
    private static func sized(_ limit: Int, _ value: JSONValue) -> [JSONValue] {
        [limit, limit + 1].map { .array(Array(repeating: value, count: $0)) }
    }

    private static func members(_ count: Int) -> JSONValue {
        .object(JSONObject((0..<count).map { JSONObject.Member("V\($0)", .string("x")) }))
    }

    /// A document of random keys, mostly with values that are fit for them.
    static func document(_ chance: inout SplitMix64) -> JSONValue {
        var object = Bool.random(using: &chance) ? script : playbook
        for _ in 0..<Int.random(in: 0...4, using: &chance) {
            guard let key = DefinitionKey.allCases.randomElement(using: &chance) else { continue }
            object[key.rawValue] = special(key).randomElement(using: &chance)
        }
        if Int.random(in: 0..<20, using: &chance) == 0 { object["verify"] = .null }
        if Int.random(in: 0..<20, using: &chance) == 0 { object["name"] = nil }
        return .object(object)
    }
}
