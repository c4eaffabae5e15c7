import Domain
import Foundation
import GitSource
import TestSupport
import Testing

@Suite("The coverage of a service in a local repository", .endsWhenItHangs)
struct LocalCoverageTests {
    let shop: GitWorkshop

    init() throws {
        shop = try GitWorkshop()
        try shop.write(
            "config/services/web/service.json",
            #"{"name": "web", "ansible_playbook": "../../plays/site.yml", "watch": ["../../shared/lib"]}"#
        )
        try shop.write("config/services/web/own", "")
        try shop.write("config/plays/site.yml", "- hosts: all\n")
        try shop.write("config/plays/files/motd", "")
        try shop.write("config/shared/lib/a", "")
        try shop.write("config/shared/b", "")
        try shop.link("config/plays/files/linked", to: "../../shared/c")
        try shop.write("config/shared/c", "")
        try shop.link("config/alias", to: "shared")
        try shop.write("outside", "")
        try shop.commit()
    }

    private func repository() throws -> LocalRepository {
        try LocalRepository(folder: "\(shop.tree)/config", source: .sample())
    }

    @Test("lacks what is there and the run does not see, through links too")
    func lacks() async throws {
        let repository = try repository()
        for state in [try await repository.workingTree(), try await repository.state(ref: "HEAD")] {
            let service = try #require(state.definitions.valid(in: .sample("config/services/web")))
            let lacking = ["shared", "shared/b", "alias/b", "alias/lib/a", "plays"]
            let others = [
                "shared/lib/a", "shared/lib", "shared/c", "plays/files", "plays/files/linked", "plays/site.yml",
                "services", "services/web", "services/web/own", "nothing", "../outside",
            ]
            let asked = (lacking + others).map { RepositoryPath.sample("config/\($0)") }
            let coverage = try await repository.coverage(of: service, asked: asked)
            #expect(asked.filter(coverage.lacks).map(\.text) == lacking.map { "config/\($0)" })
            #expect(
                coverage.places.map(\.text)
                    == ["plays/files", "plays/site.yml", "shared/c", "shared/lib"].map { "config/\($0)" }
            )
        }
    }

    @Test("is told of a folder around the service's own by what is in it")
    func around() async throws {
        try shop.write(
            "config/services/web/service.json",
            #"{"name": "web", "ansible_playbook": "../../plays/site.yml", "watch": [".."]}"#
        )
        let repository = try repository()
        let state = try await repository.workingTree()
        let service = try #require(state.definitions.valid(in: .sample("config/services/web")))
        let coverage = try await repository.coverage(of: service, asked: [.sample("config/services")])
        #expect(!coverage.lacks(.sample("config/services")))
    }

    @Test("has an outline: YAML as it is, everything else by its name, links that stay inside")
    func outline() async throws {
        try shop.link("config/away", to: "../outside")
        try shop.link("config/far", to: "/etc/passwd")
        try shop.write("config/shared/b", "secret")
        try shop.write("config/plays/.gitignore", "*.log\n")
        try shop.write("config/plays/noise.log", "")
        let repository = try repository()
        _ = try await repository.workingTree()
        let target = try GitScratch("outline")
        try await repository.outline(into: target.path)
        let names = try FileManager.default.subpathsOfDirectory(atPath: target.path)
        #expect(!names.contains { $0.hasSuffix("away") || $0.hasSuffix("far") || $0.hasSuffix("noise.log") })
        #expect(names.contains("alias") && names.contains("services/web/own") && names.contains("plays/files/linked"))
        #expect(try String(contentsOfFile: target.file("plays/site.yml"), encoding: .utf8) == "- hosts: all\n")
        #expect(try String(contentsOfFile: target.file("shared/b"), encoding: .utf8).isEmpty)
    }
}
