import Domain
import Reconciler
import Testing
import WebServer

@testable import StatusAPI

@Suite("The document of the API")
struct DocumentRoutesTests {
    private func document() async throws -> JSONValue {
        let answer = try await Answer.of(FakeDaemon().control, "GET", "/api/v1/openapi.json")
        #expect(answer.status == 200)
        #expect(answer.headers["Content-Type"] == "application/json")
        #expect(answer.headers["ETag"] != nil)
        return try JSONParser.parse(answer.body, limits: .own).value
    }

    @Test("names every address that can be read, and no other")
    func addresses() async throws {
        let open = Set(FakeDaemon().open().routes.map(\.template))
        let control = Set(FakeDaemon().control.routes.filter { $0.method == "GET" }.map(\.template))
        let named = Set(try await document()["paths"]?.object?.members.map(\.key) ?? [])
        #expect(named == open)
        #expect(control.subtracting(named) == ["/users", "/tokens"])
    }

    @Test("says of every address whom it answers")
    func audiences() async throws {
        let document = try await document()
        #expect(document["security"] == .array([.members(["token": .array([])]), .members([:])]))
        for route in FakeDaemon().open().routes {
            let security = document["paths"]?[route.template]?["get"]?["security"]
            #expect((security != nil) == (route.audience == .everybody), "\(route.template)")
        }
    }

    @Test("says how large integers are, and gives every value of a closed list a name that no other has")
    func generators() async throws {
        let objects = Self.objects(in: try await document())
        for schema in objects where Self.types(of: schema).contains("integer") {
            #expect(schema["format"]?.string == "int64", "\(schema.text())")
        }
        var names: [String] = []
        for schema in objects {
            guard let values = schema["enum"]?.array else { continue }
            let own = schema["x-enum-varnames"]?.array?.compactMap(\.string) ?? []
            #expect(own.count == values.count, "\(schema.text())")
            names += own
        }
        #expect(names.count > 100)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.wholeMatch(of: /[A-Z][A-Z0-9_]*/) != nil })
    }

    private static func objects(in value: JSONValue) -> [JSONValue] {
        let inner = (value.object?.members.map(\.value) ?? []) + (value.array ?? [])
        return (value.object == nil ? [] : [value]) + inner.flatMap(objects)
    }

    private static func types(of schema: JSONValue) -> [String] {
        schema["type"].map { ($0.array ?? [$0]).compactMap(\.string) } ?? []
    }

    @Test("names every parameter of a path")
    func parameters() async throws {
        let document = try await document()
        for path in document["paths"]?.object?.members ?? [] {
            let wanted = path.key.matches(of: /\{(\w+)\}/).map { String($0.1) }
            let named = (path.value["get"]?["parameters"]?.array ?? []).map { resolved($0, in: document) }
                .filter { $0["in"]?.string == "path" }.compactMap { $0["name"]?.string }
            #expect(named == wanted, "\(path.key)")
        }
    }

    private func resolved(_ value: JSONValue, in document: JSONValue) -> JSONValue {
        guard let reference = value["$ref"]?.string else { return value }
        return reference.split(separator: "/").dropFirst().reduce(document) { $0[String($1)] ?? .null }
    }

    @Test(
        "has the closed lists of the program",
        arguments: [
            ("SyncStatus", ServiceStanding.SyncStatus.allCases.map(\.rawValue)),
            ("Health", ServiceStanding.Health.allCases.map(\.rawValue)),
            ("Drift", Drift.allCases.map(\.rawValue)),
            ("DeploymentState", Deployment.State.allCases.map(\.rawValue)),
            ("StepState", Step.State.allCases.map(\.rawValue)),
            ("Origin", Deployment.Origin.allCases.map(\.rawValue)),
            ("ProblemKind", Problem.Kind.allCases.map(\.rawValue)),
            ("PollResult", PollResult.allCases.map(\.rawValue)),
            ("HoldReason", SourceHold.Reason.allCases.map(\.rawValue)),
            ("ProgressState", RevisionProgress.State.allCases.map(\.rawValue)),
            ("PlanPhase", PlanSource.Phase.allCases.map(\.rawValue)),
            ("TokenType", TokenType.allCases.map(\.rawValue)),
            ("EventType", DomainEvent.Subject.allCases.map(\.rawValue)),
            ("DecisionWord", ["deploy", "nothing", "wait", "hold"]),
            ("DecisionReason", DecisionSamples.all.map(\.reason)),
        ]
    )
    func lists(name: String, words: [String]) async throws {
        let schema = try #require(try await document()["components"]?["schemas"]?[name])
        #expect(Set(schema["enum"]?.array?.compactMap(\.string) ?? []) == Set(words))
    }

    @Test("has the states and kinds of requests, and the drift of a plan")
    func nestedLists() async throws {
        let schemas = try #require(try await document()["components"]?["schemas"])
        let request = schemas["Request"]?["properties"]
        #expect(request?["state"]?["enum"] == .array(ControlRequest.State.allCases.map { .string($0.rawValue) }))
        #expect(request?["kind"]?["enum"] == .array(ControlRequest.Kind.allCases.map { .string($0.rawValue) }))
        let kind = schemas["PlanUnknown"]?["properties"]?["kind"]?["enum"]
        #expect(kind == .array(PlanUnknown.Kind.allCases.map { .string($0.rawValue) }))
        let drift = schemas["PlanItem"]?["properties"]?["drift"]?["items"]?["enum"]
        #expect(drift == .array((Drift.allCases.map(\.rawValue) + ["removed"]).map(JSONValue.string)))
    }
}

extension Route {
    /// The path as the document writes it.
    fileprivate var template: String {
        "/" + pattern.map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : $0 }.joined(separator: "/")
    }
}

/// One decision of each kind.
private enum DecisionSamples {
    static let all: [Decision] =
        Drift.allCases.map { .deploy(.drift([$0])) } + Decision.NothingReason.allCases.map { .nothing($0) } + [
            .deploy(.forced), .wait(.running(Identifier(1))), .wait(.dependencies([])), .wait(.backoff(remaining: 1)),
            .wait(.sourcesUnread([])), .wait(.diskFull(DiskShortage(free: 1, needed: 2))), .hold(.suspended),
            .hold(.stalled), .hold(.cancelled),
            .hold(.invalidDefinition), .hold(.duplicateName), .hold(.unknownDependency([])), .hold(.dependencyCycle),
            .hold(.sourceGone), .hold(.restored), .hold(.leftovers([])), .hold(.secretMissing([])),
        ]

    /// Does not compile when there is a decision that ``all`` may not have.
    static func isSampled(_ decision: Decision) -> Bool {
        switch decision {
        case .deploy(.drift), .deploy(.forced), .nothing(.synced), .nothing(.removed): true
        case .wait(.running), .wait(.dependencies), .wait(.backoff), .wait(.sourcesUnread), .wait(.diskFull): true
        case .hold(.suspended), .hold(.suspendedByPerson), .hold(.stalled), .hold(.cancelled),
            .hold(.invalidDefinition), .hold(.duplicateName), .hold(.unknownDependency), .hold(.dependencyCycle),
            .hold(.sourceGone), .hold(.restored), .hold(.leftovers), .hold(.secretMissing):
            true
        }
    }
}
