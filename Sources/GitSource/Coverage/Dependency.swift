/// A place in a revision that a service's evaluation has looked at.
enum Dependency: Hashable, Sendable {
    /// The place and everything below it.
    case everything(TreePath)
    /// What the place's entry is.
    case entry(TreePath)
    /// What Ansible would find by itself in the folder.
    case surroundings(TreePath)

    var path: TreePath {
        switch self {
        case .everything(let path), .entry(let path), .surroundings(let path): path
        }
    }
}
