import Foundation

/// A bare repository that a daemon follows, and the clone in which a person works.
struct ConfigRepository: Sendable {
    /// The folder that holds both.
    let folder: String
    let bare: String
    let clone: String

    init(in folder: String, name: String = "config") async throws {
        self.folder = folder
        bare = "\(folder)/\(name).git"
        clone = "\(folder)/\(name)"
        try await Subprocess.succeed("git", ["init", "--quiet", "--bare", "--initial-branch=main", bare])
        try await Subprocess.succeed("git", ["init", "--quiet", "--initial-branch=main", clone])
        try await git("remote", "add", "origin", bare)
    }

    /// One thing that a commit changes.
    enum Change: Sendable {
        case write(String, String, executable: Bool)
        case link(String, to: String)
        case remove(String)
        case rename(String, to: String)

        static func file(_ path: String, _ text: String) -> Change { .write(path, text, executable: false) }
        static func script(_ path: String, _ body: String) -> Change {
            .write(path, "#!/bin/sh\n\(body)\n", executable: true)
        }
    }

    /// Commits the changes and pushes them.
    ///
    /// - Returns: The new revision.
    @discardableResult
    func push(_ changes: [Change], message: String = "Change") async throws -> String {
        for change in changes { try apply(change) }
        return try await commitAndPush(message)
    }

    @discardableResult
    func push(_ changes: Change..., message: String = "Change") async throws -> String {
        try await push(changes, message: message)
    }

    /// Undoes the last commit with a new one.
    @discardableResult
    func revertLast() async throws -> String {
        try await git("revert", "--no-edit", "HEAD")
        return try await pushHead()
    }

    @discardableResult
    func git(_ arguments: String...) async throws -> String {
        try await Subprocess.succeed("git", arguments, in: clone).output
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func apply(_ change: Change) throws {
        switch change {
        case .write(let path, let text, let executable):
            try TextFile.write(text, to: "\(clone)/\(path)", executable: executable)
        case .link(let path, let target):
            let place = URL(filePath: "\(clone)/\(path)")
            try FileManager.default.createDirectory(
                at: place.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try FileManager.default.createSymbolicLink(
                atPath: place.path(percentEncoded: false),
                withDestinationPath: target
            )
        case .remove(let path):
            try FileManager.default.removeItem(atPath: "\(clone)/\(path)")
        case .rename(let path, let other):
            try FileManager.default.moveItem(atPath: "\(clone)/\(path)", toPath: "\(clone)/\(other)")
        }
    }

    private func commitAndPush(_ message: String) async throws -> String {
        try await git("add", "--all")
        try await git("commit", "--quiet", "--message", message)
        return try await pushHead()
    }

    private func pushHead() async throws -> String {
        try await git("push", "--quiet", "--force", "origin", "HEAD:main")
        return try await git("rev-parse", "HEAD")
    }
}
