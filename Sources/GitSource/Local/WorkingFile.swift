/// A file of a working tree, and what it would be in Git.
struct WorkingFile {
    /// Where it is in the repository.
    let path: TreePath
    let mode: EntryMode
    /// The object that Git has for it; nil until its content was looked at.
    let id: ObjectID?
    /// Whether Git would keep a Git LFS pointer instead of the content on disk.
    var isLarge = false
}
