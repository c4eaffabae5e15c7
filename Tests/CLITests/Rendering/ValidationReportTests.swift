import Domain
import Testing

@testable import CLI

@Suite("The validation of a repository")
struct ValidationReportTests {
    private static let digest = Digest(hex: String(repeating: "a", count: 64))
    private static let revision = Revision(String(repeating: "b", count: 40))

    private func desired(_ name: String, in folder: String, dependsOn: [String] = []) throws -> DesiredService {
        DesiredService(
            folder: RepositoryPath(components: [folder]),
            definition: ServiceDefinition(
                name: try #require(ServiceName(name)),
                action: .script(try RelativePath("deploy")),
                dependsOn: dependsOn.compactMap { ServiceName($0) },
                data: .null
            ),
            digest: try #require(Self.digest),
            positions: .init(
                name: TextPosition(line: 2, column: 5),
                dependsOn: dependsOn.indices.map { TextPosition(line: 9, column: $0 + 1) }
            )
        )
    }

    private func report(_ services: [DesiredService], broken: [RepositoryPath: Problem] = [:]) throws
        -> ValidationReport
    {
        var index = DefinitionIndex()
        for service in services { index[service.folder] = .valid(service) }
        for (folder, problem) in broken { index[folder] = .broken(name: nil, problems: [problem]) }
        return try ValidationReport(
            DesiredState(
                source: try #require(SourceName("local")),
                revision: try #require(Self.revision),
                definitions: index
            )
        )
    }

    @Test("finds nothing wrong with what is right")
    func good() throws {
        let report = try report([desired("a", in: "a"), desired("b", in: "b", dependsOn: ["a"])])
        #expect(report.problems.isEmpty)
        #expect((report.errors, report.definitions) == (0, 2))
    }

    @Test("warns of a dependency that it cannot see")
    func unseen() throws {
        let report = try report([desired("a", in: "a", dependsOn: ["far"])])
        #expect(report.errors == 0)
        #expect(
            report.problems.map(\.description)
                == [
                    "a/service.json:9:1: warning: depends on 'far', which is not defined here; another source must define it"
                ]
        )
    }

    @Test("finds broken files, cycles and names that two claim, in the order of the paths")
    func bad() throws {
        let folder = RepositoryPath(components: ["m"])
        let broken = Problem(
            .invalidDefinition,
            path: folder.appending("service.json"),
            position: TextPosition(line: 1, column: 1),
            message: "expected an object"
        )
        let report = try report(
            [
                desired("x", in: "z"), desired("x", in: "y"), desired("c", in: "c", dependsOn: ["d"]),
                desired("d", in: "d", dependsOn: ["c"]),
            ],
            broken: [folder: broken]
        )
        #expect(report.problems.map(\.path.text) == ["c", "d", "m", "y", "z"].map { "\($0)/service.json" })
        #expect(
            report.problems.map(\.kind)
                == [.dependencyCycle, .dependencyCycle, .invalidDefinition, .duplicateName, .duplicateName]
        )
        #expect((report.errors, report.definitions) == (5, 5))
    }
}
