internal import Domain
internal import Platform

/// The folder of a run that has another user's rights: that user can pass through it, and own what is in it.
///
/// Its random name is in the run's folder before it is made, so that none is left behind.
enum OutsidePlace {
    /// A folder that everybody can enter, and that outlives a restart.
    private static let prefix = "/var/tmp/reconciler-"

    /// Makes it.
    static func make(for folder: RunFolder, marker: String) throws -> RunFolder {
        let place = prefix + marker
        try DurableFile.write(Array(place.utf8), to: folder.outsideNote)
        try Folder.create(place, mode: 0o711)
        return RunFolder(path: folder.path, outside: place)
    }

    /// Removes it with all it holds, if there is one.
    static func remove(of folder: RunFolder) async throws {
        guard Folder.somethingExists(at: folder.outsideNote) else { return }
        let place = String(decoding: try DurableFile.read(folder.outsideNote, limit: 4_096), as: UTF8.self)
        guard place.hasPrefix(prefix), !place.dropFirst(prefix.count).contains("/") else { return }
        try await FolderRemover().remove(place)
    }
}
