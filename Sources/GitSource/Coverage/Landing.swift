/// An entry that a service covers: a file, a link, or a folder with everything in it.
struct CoveredEntry: Hashable, Sendable {
    let path: TreePath
    let mode: EntryMode
    let id: ObjectID
}

/// Where a path leads once every link on it was followed.
enum Landing {
    /// - Parameter links: The links that were followed, in their order.
    case found(CoveredEntry, links: [CoveredEntry])
    case missing(TreePath)
    /// What stands in the way is no folder.
    case blocked(TreePath)
    /// The link there leaves the source's path.
    case outside(TreePath)
    /// The link there names an absolute path.
    case absolute(TreePath)
    /// Too many links, or one that leads to itself.
    case looping(TreePath)
    /// From there on the way is longer than the budget for links allows.
    case tooFar(TreePath)
}
