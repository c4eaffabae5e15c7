package import Domain

/// What of a remote is followed, as Flux's GitRepository says it.
package enum RefSelector: Hashable, Sendable, CustomStringConvertible {
    /// Where the remote's HEAD points.
    case head
    case branch(RefName)
    case tag(RefName)
    /// The greatest version among the tags that are semantic versions, with or without a `v` before them.
    case semver(VersionRange)
    /// One commit, for ever.
    case commit(Revision)

    /// For people: `HEAD`, `branch main`, `tag v1`, `semver >=1.0`, `commit 1a2b…`.
    package var description: String {
        switch self {
        case .head: "HEAD"
        case .branch(let name): "branch \(name)"
        case .tag(let name): "tag \(name)"
        case .semver(let range): "semver \(range)"
        case .commit(let revision): "commit \(revision)"
        }
    }
}
