import Foundation

/// A role and a collection in Git repositories and as tarballs, and servers on this machine that have them.
package final class GalaxyLab: Sendable {
    /// What the server of collections wants to be shown.
    package static let token = "token-of-the-lab"

    private let scratch: GitScratch
    private let daemon: GitServer
    private let web: GitServer

    /// The role `demo` with the tag `v1.0.0`, and the collection `acme.tools` 1.2.3 with the tag `1.2.3`.
    package init() async throws {
        let scratch = try GitScratch("galaxy")
        self.scratch = scratch
        try scratch.write("galaxy_info: {author: a}\n", to: "git/role/meta/main.yml")
        try scratch.write(Self.task("one"), to: "git/role/tasks/main.yml")
        try Self.initialise(scratch.file("git/role"), tag: "v1.0.0")
        try scratch.write(
            "namespace: acme\nname: tools\nversion: 1.2.3\nreadme: README.md\nauthors: [a]\n",
            to: "git/tools/galaxy.yml"
        )
        try scratch.write("tools\n", to: "git/tools/README.md")
        try scratch.write(
            "- name: Hello\n  ansible.builtin.debug: {msg: hello of the collection}\n",
            to: "git/tools/roles/hello/tasks/main.yml"
        )
        try Self.initialise(scratch.file("git/tools"), tag: "1.2.3")
        let galaxy = try GitProgram.find("ansible-galaxy", package: "ansible-core")
        try scratch.write("", to: "files/requests.log")
        try GitProgram.run(
            "/usr/bin/env",
            [
                "HOME=\(scratch.path)", galaxy, "collection", "build", "tools", "--output-path",
                scratch.file("files"),
            ],
            in: scratch.file("git")
        )
        let archive = [
            "archive", "--prefix=demo/", "--output=\(scratch.file("files/demo.tar.gz"))", "HEAD",
        ]
        try GitProgram.git(archive, in: scratch.file("git/role"))
        daemon = try await GitRemotes.daemon(serving: scratch.file("git"))
        let python = try GitProgram.find("python3", package: "python3")
        web = try await GitServer(scratch: try GitScratch("galaxy-server")) { port in
            [python, Self.server, "\(port)", scratch.file("files"), Self.token]
        }
    }

    private static let server = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../Fixtures/galaxy_server.py").path(percentEncoded: false)

    /// Where the repository `role` or `tools` is cloned from.
    package func repository(_ name: String) -> String { "git://127.0.0.1:\(daemon.port)/\(name)" }

    /// Where a file is downloaded from: `demo.tar.gz` or `acme-tools-1.2.3.tar.gz`.
    package func file(_ name: String) -> String { "\(address)/files/\(name)" }

    /// The same repository by its path on this machine.
    package func path(of repository: String) -> String { scratch.file("git/\(repository)") }

    /// The API's.
    package var address: String { "http://127.0.0.1:\(web.port)" }

    /// What the server of files and collections was asked for.
    package func requests() throws -> [String] {
        try String(contentsOfFile: scratch.file("files/requests.log"), encoding: .utf8).split(
            separator: "\n"
        )
        .map(String.init)
    }

    /// Commits another task to the role; returns the commit.
    package func changeRole(_ text: String) throws -> String {
        try scratch.write(Self.task(text), to: "git/role/tasks/main.yml")
        try GitProgram.git(["commit", "-qam", text], in: scratch.file("git/role"))
        return try GitProgram.git(["rev-parse", "HEAD"], in: scratch.file("git/role"))
    }

    /// Takes the network away.
    package func stop() throws {
        try daemon.stop()
        try web.stop()
    }

    /// Lets Git's clients wait for ever.
    package func hang() throws { try daemon.hang() }

    private static func task(_ text: String) -> String {
        "- name: Demo\n  ansible.builtin.debug: {msg: demo \(text)}\n"
    }

    private static func initialise(_ folder: String, tag: String) throws {
        try GitProgram.git(["init", "-q", "-b", "main"], in: folder)
        try GitProgram.git(["add", "."], in: folder)
        try GitProgram.git(["commit", "-q", "-m", "first"], in: folder)
        try GitProgram.git(["tag", tag], in: folder)
    }
}
