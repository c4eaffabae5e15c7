import Foundation

/// A bare repository, and the working tree in which a person changes it.
package struct GitWorkshop: Sendable {
    /// The folder that servers serve; the repository is `config.git` in it.
    package let served: String
    /// The bare repository's path.
    package let bare: String
    /// The working tree's path.
    package let tree: String
    private let scratch: GitScratch

    package init() throws {
        scratch = try GitScratch("workshop")
        served = scratch.file("served")
        bare = "\(served)/config.git"
        tree = scratch.file("tree")
        try FileManager.default.createDirectory(atPath: served, withIntermediateDirectories: true)
        try GitProgram.git(["init", "-q", "--bare", "-b", "main", bare], in: scratch.path)
        try GitProgram.git(["init", "-q", "-b", "main", tree], in: scratch.path)
        try git("remote", "add", "origin", bare)
        for folder in [scratch.path, served] {
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder)
        }
    }

    @discardableResult
    package func git(_ arguments: String...) throws -> String { try GitProgram.git(arguments, in: tree) }

    package func write(_ path: String, _ text: String, mode: Int = 0o644) throws {
        try GitScratch.write(Data(text.utf8), to: "\(tree)/\(path)", mode: mode)
    }

    package func link(_ path: String, to target: String) throws {
        let place = "\(tree)/\(path)"
        let folder = (place as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: place, withDestinationPath: target)
    }

    package func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: "\(tree)/\(path)") }

    package func move(_ path: String, to other: String) throws {
        try FileManager.default.moveItem(atPath: "\(tree)/\(path)", toPath: "\(tree)/\(other)")
    }

    /// A service with a deploy script.
    package func service(_ folder: String, name: String? = nil, extra: String = "") throws {
        let name = name ?? String(folder.split(separator: "/").last ?? "service")
        try write("\(folder)/service.json", "{\"name\": \"\(name)\", \"deploy_script\": \"deploy\"\(extra)}\n")
        try write("\(folder)/deploy", "#!/bin/sh\necho \(name)\n", mode: 0o755)
    }

    /// Commits everything; returns the new commit.
    @discardableResult
    package func commit(_ message: String = "change") throws -> String {
        try git("add", "-A")
        try git("commit", "-q", "--allow-empty", "-m", message)
        return try git("rev-parse", "HEAD")
    }

    /// Commits everything and pushes it, by force; returns the new commit.
    @discardableResult
    package func push(_ message: String = "change", branch: String = "main") throws -> String {
        let commit = try commit(message)
        try git("push", "-q", "--force", "origin", "HEAD:refs/heads/\(branch)")
        return commit
    }
}
