import Domain
import GitSource
import TestSupport
import Testing

@Suite("The commit that led to a definition")
struct LastChangeTests {
    private let bench: SourceBench
    private let shop: GitWorkshop

    init() throws {
        bench = try SourceBench()
        shop = bench.workshop
    }

    /// The subject of the last commit up to `revision` that changed what the folders define.
    private func subject(
        _ folders: String...,
        upTo revision: String,
        path: RepositoryPath = .root
    ) async throws -> String? {
        let source = try bench.source(path: path)
        _ = try await source.poll(accepted: nil)
        let folders = folders.map { RepositoryPath.sample($0) }
        let commit = try await source.lastChange(of: folders, upTo: try #require(Revision(revision)))
        // Asked again it is the same.
        #expect(try await source.lastChange(of: folders, upTo: try #require(Revision(revision))) == commit)
        return commit?.subject
    }

    @Test("is the one that changed the definition or its folder, and none before or after it")
    func folder() async throws {
        try shop.service("web")
        try shop.service("db")
        try shop.push("both")
        try shop.service("web", extra: ", \"version\": \"2\"")
        try shop.push("web to 2")
        try shop.write("web/file", "content")
        let third = try shop.push("a file")
        try shop.write("README", "words")
        let last = try shop.push("words")
        #expect(try await subject("web", upTo: last) == "a file")
        #expect(try await subject("db", upTo: last) == "both")
        #expect(try await subject("web", "db", upTo: last) == "a file")

        let source = try bench.source()
        _ = try await source.poll(accepted: nil)
        let commit = try await source.lastChange(of: [.sample("web")], upTo: try #require(Revision(last)))
        #expect(commit?.revision.hex == third)
        #expect(commit?.author == "Test")
        let itself = try await source.lastChange(of: [], upTo: try #require(Revision(last)))
        #expect(itself?.subject == "words")
    }

    @Test("is the one that changed what the definition covers elsewhere, also by its absence")
    func covered() async throws {
        try shop.write("site.yml", "- hosts: all\n")
        try shop.write(
            "web/service.json",
            #"{"name": "web", "ansible_playbook": "../site.yml", "inventory": "../hosts", "watch": ["../shared"]}"#
        )
        try shop.write("hosts", "a\n")
        try shop.write("shared/file", "1")
        let first = try shop.push("begin")
        try shop.write("shared/file", "2")
        let second = try shop.push("shared")
        try shop.write("group_vars/all.yml", "a: 1\n")
        let third = try shop.push("variables")
        try shop.remove("group_vars")
        let fourth = try shop.push("no variables")
        try shop.write("other", "x")
        let fifth = try shop.push("other")
        let commits = [first, second, third, fourth, fifth]
        var subjects: [String?] = []
        for commit in commits { subjects.append(try await subject("web", upTo: commit)) }
        #expect(subjects == ["begin", "shared", "variables", "no variables", "no variables"])
    }

    @Test("is the one that broke it, that mended it, or that took it away")
    func life() async throws {
        try shop.service("web")
        try shop.push("begin")
        try shop.write("web/service.json", "{")
        try shop.push("break")
        try shop.write("README", "1")
        let broken = try shop.push("words")
        try shop.service("web")
        try shop.push("mend")
        try shop.write("README", "2")
        let mended = try shop.push("more words")
        try shop.remove("web")
        try shop.push("remove")
        try shop.write("README", "3")
        let gone = try shop.push("last words")
        #expect(try await subject("web", upTo: broken) == "break")
        #expect(try await subject("web", upTo: mended) == "mend")
        #expect(try await subject("web", upTo: gone) == "remove")
    }

    @Test("is found behind merges, on the side from which the definition came")
    func merges() async throws {
        try shop.service("web")
        try shop.service("db")
        try shop.push("begin")
        try shop.git("checkout", "-q", "-b", "side")
        try shop.service("web", extra: ", \"version\": \"2\"")
        try shop.commit("side")
        try shop.git("checkout", "-q", "main")
        try shop.service("db", extra: ", \"version\": \"2\"")
        try shop.commit("main")
        try shop.git("merge", "-q", "--no-edit", "side")
        let merge = try shop.push("merged")
        #expect(try await subject("web", upTo: merge) == "side")
        #expect(try await subject("db", upTo: merge) == "main")
    }

    @Test("is looked for below the source's path, also where that was not there yet")
    func path() async throws {
        try shop.write("README", "1")
        try shop.push("begin")
        try shop.service("config/web")
        let second = try shop.push("move in")
        let path = RepositoryPath(components: ["config"])
        #expect(try await subject("config/web", upTo: second, path: path) == "move in")
    }

    @Test("is nothing for a revision that the source does not have")
    func unknown() async throws {
        try shop.service("web")
        try shop.push()
        #expect(try await subject("web", upTo: String(repeating: "0", count: 40)) == nil)
    }
}
