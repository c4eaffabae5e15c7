internal import Glibc
internal import Platform

/// The `git` of this machine on a repository of it, for what libgit2 cannot do.
struct LocalGit {
    /// How long one command may take, in milliseconds.
    private static let time: Int64 = 600_000
    /// How much one command may print, in bytes.
    private static let output = 256 << 20
    /// How many objects are asked for at a time: as many names as fit on a command line.
    private static let batch = 1_000
    private let executable: String
    private let folder: String

    /// Nil where no `git` is installed.
    init?(in folder: String) {
        guard let git = ExecutableSearch.find("git", path: RemoteProgram.ownSearchPath) else { return nil }
        (executable, self.folder) = (git, folder)
    }

    /// Writes the index `path`, a copy of the repository's, anew: in one file, and with every file's name.
    func unfoldIndex(_ path: String) async throws {
        let settings = ["-c", "core.splitIndex=false", "-c", "index.sparse=false", "-c", "core.fsmonitor=false"]
        let command = settings + ["update-index", "--no-split-index", "--force-write-index"]
        guard try await run(command, ["GIT_INDEX_FILE": path]) != nil else {
            throw SourceFailure("git could not read the index of \(folder); look at it with: git status")
        }
    }

    /// The objects that a commit's tree needs and that are not here.
    func missing(from commit: ObjectID) async throws -> [ObjectID] {
        let command = ["rev-list", "--objects", "--no-walk=unsorted", "--missing=print", commit.hex]
        guard let output = try await run(command) else { return [] }
        return output.split(separator: UInt8(ascii: "\n")).filter { $0.first == UInt8(ascii: "?") }
            .compactMap { ObjectID(hex: String(decoding: $0.dropFirst(), as: UTF8.self)) }
    }

    /// Fetches objects of a partial clone from where git itself would, with the user's credentials.
    func fetch(_ objects: [ObjectID], from remote: String) async throws {
        let command = [
            "-c", "fetch.negotiationAlgorithm=noop", "fetch", "-q", remote, "--no-tags", "--no-write-fetch-head",
            "--recurse-submodules=no", "--filter=blob:none",
        ]
        for start in stride(from: 0, to: objects.count, by: LocalGit.batch) {
            let names = objects[start...].prefix(LocalGit.batch).map(\.hex)
            guard try await run(command + names) != nil else {
                throw SourceFailure(
                    "\(folder) is a partial clone, and git could not fetch the \(objects.count) objects that it lacks from "
                        + "\(remote); complete it with: git fetch --refetch --no-filter"
                )
            }
        }
    }

    /// What it printed; nil if it failed.
    private func run(_ arguments: [String], _ variables: [String: String] = [:]) async throws -> [UInt8]? {
        let request = SpawnRequest(
            executable: executable,
            arguments: ["-C", folder, "-c", "safe.directory=*"] + arguments,
            environment: environment.merging(variables) { $1 }
        )
        let end = try await BoundedProgram.run(request, time: LocalGit.time, bytes: LocalGit.output)
        guard case .exited(let status, let output) = end, status.isSuccess else { return nil }
        return output
    }

    /// This process's own, without what would lead git to another repository, or have it ask a person.
    private var environment: [String: String] {
        var found = ["GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"]
        var next = environ
        while let entry = next.pointee {
            let parts = String(cString: entry).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            let isElsewhere = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR"].contains(name)
            if found[name] == nil, parts.count == 2, !isElsewhere { found[name] = String(parts[1]) }
            next += 1
        }
        return found
    }
}
