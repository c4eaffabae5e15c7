internal import Crypto
internal import Domain

/// The refs of a clone, all below `refs/reconciler/`: what of which remote was fetched, what was accepted from which
/// tag, and what must stay though no remote has it any more.
struct CloneRefs {
    private static let keptLimit = 100
    private let repository: GitRepository
    private let remote: String
    private let accepted: String

    /// The refs of one remote: those of different URLs do not mix.
    init(_ repository: GitRepository, of url: RemoteURL) throws {
        self.repository = repository
        let space = Hexadecimal.text(try MessageDigest.sha256.hash(Array(url.text.utf8)).prefix(6))
        remote = "refs/reconciler/remote/\(space)/"
        accepted = "refs/reconciler/accepted/\(space)/"
    }

    /// The refspec that fetches `ref` to where it belongs here.
    func refspec(_ ref: String) -> String { "+\(ref):\(place(ref))" }

    /// The refspecs that fetch every branch and every tag.
    var everything: [String] { ["+refs/heads/*:\(remote)heads/*", "+refs/tags/*:\(remote)tags/*"] }

    func fetched(_ ref: String) throws -> ObjectID? { try repository.target(of: place(ref)) }

    /// The tags that were fetched, as they were then.
    func fetchedTags() throws -> [RefChoice] {
        try repository.refs(matching: "\(remote)tags/*", limit: 100_000).compactMap { place in
            try repository.target(of: place).map { RefChoice(name: "refs/\(place.dropFirst(remote.count))", id: $0) }
        }
    }

    /// Removes refs whose names leave no room for one of these: `a` where `a/b` is to be.
    func makeRoom(for refs: [String]) throws {
        let wanted = Set(refs.map(place))
        let wantedFolders = Set(wanted.flatMap(CloneRefs.folders))
        for name in try repository.refs(matching: "\(remote)*", limit: 1_000_000) {
            let isInTheWay =
                wantedFolders.contains(name) || CloneRefs.folders(of: name).contains(where: wanted.contains)
            if isInTheWay, !wanted.contains(name) { try repository.remove(name) }
        }
    }

    /// Remembers that the accepted commit came from this tag.
    func noteAccepted(_ tag: String, _ commit: ObjectID) throws {
        let name = accepted + CloneRefs.rest(tag)
        if try repository.target(of: name) != commit { try repository.set(name, to: commit) }
    }

    /// The tags from which this commit was accepted.
    func tags(accepted commit: ObjectID) throws -> [String] {
        try repository.refs(matching: "\(accepted)tags/*", limit: 100_000).filter {
            try repository.target(of: $0) == commit
        }.map { "refs/" + $0.dropFirst(accepted.count) }
    }

    /// Keeps a commit though no remote may have it any more; the oldest of many is let go.
    func keep(_ commit: ObjectID) throws {
        let space = "refs/reconciler/keep/"
        let kept = try repository.refs(matching: "\(space)*", limit: 100_000)
        guard !kept.contains(where: { $0.hasSuffix(commit.hex) }) else { return }
        let last = kept.last.flatMap { Int($0.dropFirst(space.count).prefix { $0 != "-" }) } ?? 0
        let digits = String(min(last, 999_999_999_998) + 1)
        let number = String(repeating: "0", count: max(0, 12 - digits.count)) + digits
        try repository.set("\(space)\(number)-\(commit.hex)", to: commit)
        for name in kept.dropLast(CloneRefs.keptLimit - 1) { try repository.remove(name) }
    }

    /// The commit that the ref `name` keeps by its very name; nil if it is no such ref.
    static func kept(by name: String) -> ObjectID? {
        guard name.hasPrefix("refs/reconciler/keep/") else { return nil }
        return name.split(separator: "-").last.flatMap { ObjectID(hex: String($0)) }
    }

    private func place(_ ref: String) -> String { remote + CloneRefs.rest(ref) }

    private static func rest(_ ref: String) -> Substring { ref.hasPrefix("refs/") ? ref.dropFirst(5) : Substring(ref) }

    /// `a`, `a/b` for `a/b/c`.
    private static func folders(of name: String) -> [String] {
        let parts = name.split(separator: "/")
        return parts.indices.dropFirst().map { parts[..<$0].joined(separator: "/") }
    }
}
