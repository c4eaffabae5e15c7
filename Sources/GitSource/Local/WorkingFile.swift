/// A file of a working tree, and what it would be in Git.
struct WorkingFile {
    /// Where it is in the repository.
    let path: TreePath
    let mode: EntryMode
    /// Nil until its content was looked at.
    let id: ObjectID?
}
