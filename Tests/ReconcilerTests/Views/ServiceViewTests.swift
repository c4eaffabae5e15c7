import Domain
import Reconciler
import TestSupport
import Testing

@Suite("A service as it is shown")
struct ServiceViewTests {
    private func shown(_ name: String = "web", in workshop: Workshop) async throws -> JSONValue {
        try #require(try await workshop.views().service(.sample(name)))
    }

    @Test("has these members, and no others")
    func members() async throws {
        let (workshop, source) = try await Workshop.withSource()
        try await workshop.sync(source, Repository(.sample(version: "1")))
        try await workshop.run("web")
        let json = try await shown(in: workshop)

        #expect(
            json.keys == [
                "id", "name", "description", "source", "path", "data", "desired", "deployed", "sync_status", "health",
                "drift", "problems", "steps", "depends_on", "suspended", "suspension", "decision", "last_deployment",
            ]
        )
        #expect(json["desired"]?.keys == ["version", "revision", "digest"])
        #expect(json["deployed"]?.keys == ["version", "revision", "digest", "deployment_id", "at", "dirty"])
        #expect(json["decision"]?.keys == ["decision", "reason", "blocked_by", "message"])
        #expect(json["last_deployment"]?.keys.contains("state") == true)
        #expect(json["sync_status"] == .string("synced"))
        #expect(json["health"] == .string("healthy"))
        #expect(json["deployed"]?["dirty"] == .bool(false))
    }

    @Test("says null of what there is not")
    func nothingYet() async throws {
        let (workshop, source) = try await Workshop.withSource()
        try await workshop.sync(source, Repository(.sample()))
        let json = try await shown(in: workshop)
        #expect(json["deployed"] == .null)
        #expect(json["last_deployment"] == .null)
        #expect(json["description"] == .null)
        #expect(json["drift"] == .array([.string("not_deployed")]))
        #expect(json["health"] == .string("missing"))
        #expect(try await workshop.views().service(.sample("nobody")) == nil)
    }

    @Test("says that what is deployed is dirty after a later run that failed")
    func dirty() async throws {
        let (workshop, source) = try await Workshop.withSource()
        try await workshop.sync(source, Repository(.sample()))
        try await workshop.run("web")
        var repository = Repository(number: 2)
        repository.put(.sample(), digest: 2)
        try await workshop.sync(source, repository)
        try await workshop.run("web", .failed)
        let json = try await shown(in: workshop)
        #expect(json["deployed"]?["dirty"] == .bool(true))
        #expect(json["drift"] == .array([.string("definition_changed"), .string("incomplete")]))
        #expect(json["health"] == .string("degraded"))
        #expect(json["decision"]?["reason"] == .string("backoff"))
    }

    @Test("hides the values of variables whose names say that they are secrets")
    func masks() async throws {
        let (workshop, source) = try await Workshop.withSource()
        let definition = ServiceDefinition.sample(environment: [
            EnvironmentVariable(name: "PORT", value: "8080"),
            EnvironmentVariable(name: "db_password", value: "hunter22"),
            EnvironmentVariable(name: "API_KEY_FILE", value: "hunter22"),
        ])
        try await workshop.sync(source, Repository(definition))
        try await workshop.run("web")
        let views = workshop.views()
        let env = try await shown(in: workshop)["data"]?["env"]
        let deployment = try #require(try await views.deployment(Identifier(1)))
        let lists =
            try await views.deployedServices(after: nil, limit: 9).items
            + views.deployments(DeploymentFilter(), before: nil, limit: 9).items
            + views.events(after: 0, limit: 99).items + [views.status(), views.plan(ref: nil).json]

        #expect(
            env == .members(["PORT": .string("8080"), "db_password": .string("***"), "API_KEY_FILE": .string("***")])
        )
        #expect(deployment["context"]?["env"]?["db_password"] == .string("***"))
        #expect(deployment["context"]?["env"]?["PORT"] == .string("8080"))
        #expect(!(lists + [deployment]).contains { $0.text().contains("hunter22") })
    }

    @Test("names each dependency that nobody defines, with its place, as long as it is missing")
    func unknownDependency() async throws {
        let (workshop, source) = try await Workshop.withSource()
        var repository = Repository(.sample(name: "db"), .sample(name: "web", dependsOn: ["db"]))
        try await workshop.sync(source, repository)
        try await workshop.run("db")
        try await workshop.run("web")
        repository.commit()
        repository.remove("db")
        try await workshop.sync(source, repository)

        let json = try await shown(in: workshop)
        #expect(json["sync_status"] == .string("unknown"))
        #expect(json["health"] == .string("healthy"))
        #expect(json["decision"]?["blocked_by"] == .array([.string("db")]))
        let problem = try #require(json["problems"]?.array?.first)
        #expect(problem.keys == ["kind", "severity", "path", "line", "column", "message"])
        #expect(problem["kind"] == .string("unknown_dependency"))
        #expect(problem["line"] == .integer(4))
    }

    @Test("shows the steps that are declared, or those that the last success had, one a task")
    func steps() async throws {
        let (workshop, source) = try await Workshop.withSource()
        try await workshop.sync(source, Repository(.sample()))
        let id = try await workshop.begin("web")
        let reports = ["one", "two"].map { host in
            StepReport.step(
                StepUpdate(
                    name: "copy",
                    key: "task-1",
                    host: host,
                    state: .success,
                    time: .sample(),
                    placement: .afterLastBegun
                )
            )
        }
        try await workshop.commands.send(ProcessStep(deployment: id, reports: reports, from: 0, to: 9))
        try await workshop.finish(id)
        let copy = JSONValue.members(["name": .string("copy"), "description": .null])
        #expect(try await shown(in: workshop)["steps"] == .array([copy]))

        try await workshop.sync(source, Repository(number: 2, .sample(steps: [StepDefinition(name: "declared")])))
        #expect(try await shown(in: workshop)["steps"]?.array?.map { $0["name"] } == [.string("declared")])
    }
}
