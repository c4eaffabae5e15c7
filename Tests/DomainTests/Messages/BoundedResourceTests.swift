import Domain
import TestSupport
import Testing

@Suite("The resource in an event")
struct BoundedResourceTests {
    private func resource(steps: Int, message: Int, variables: Int = 0) -> JSONValue {
        let steps = (0..<steps).map { number in
            JSONValue.members([
                "position": .integer(number), "message": .string(String(repeating: "m", count: message)),
            ])
        }
        let variables = (0..<variables).map {
            JSONObject.Member("v\($0)", .string(String(repeating: "v", count: 30_000)))
        }
        return .members([
            "id": .integer(7), "data": .members(["env": .object(JSONObject(variables)), "name": .string("web")]),
            "steps": .array(steps),
        ])
    }

    @Test("stays as it is up to the limit")
    func small() {
        let small = resource(steps: 25, message: 5_000)
        #expect(small.bytes().count < BoundedResource.limit)
        #expect(BoundedResource.bounded(small) == small)
        #expect(BoundedResource.bounded(.string(String(repeating: "a", count: 1 << 20))).string?.count == 1 << 20)
    }

    @Test(
        "loses the last of its steps beyond, and says how many",
        arguments: [(1_000, 4_096), (100_000, 0), (27, 5_000)]
    )
    func steps(count: Int, message: Int) throws {
        let bounded = BoundedResource.bounded(resource(steps: count, message: message))
        let (kept, omitted) = (try #require(bounded["steps"]?.array), try #require(bounded["omitted"]?.integer))
        #expect(Int64(kept.count) + omitted == Int64(count))
        #expect(kept.indices.allSatisfy { kept[$0]["position"] == .integer($0) })
        #expect(bounded.bytes().count <= BoundedResource.limit)
        // Nothing goes that there is room for.
        #expect(bounded.bytes().count > BoundedResource.limit - message - 100)
        #expect(bounded["id"] == .integer(7))
    }

    @Test("loses other lists, too, where steps alone do not make it small enough")
    func variables() {
        let bounded = BoundedResource.bounded(resource(steps: 3, message: 5_000, variables: 40))
        #expect(bounded["steps"] == .array([]))
        #expect(bounded["omitted"] == .integer(3 + 36))
        #expect(bounded["data"]?["name"] == .string("web"))
        #expect(bounded.bytes().count <= BoundedResource.limit)
    }

    @Test("is small enough, too, in an event that an earlier version has kept")
    func kept() {
        let data = resource(steps: 1_000, message: 4_096).text()
        func record(_ data: String) -> EventRecord {
            EventRecord(
                seq: 1,
                time: .sample(),
                type: "deployment",
                event: "DeploymentFinished",
                service: "web",
                deployment: Identifier(1),
                data: data
            )
        }
        #expect(record(data).boundedData.utf8.count <= BoundedResource.limit)
        #expect(record("{}").boundedData == "{}")
    }
}
