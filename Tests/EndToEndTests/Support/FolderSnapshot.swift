import Foundation
import Glibc

/// What is in a folder and when it changed: equal snapshots mean that nothing was written meanwhile.
struct FolderSnapshot: Equatable, Sendable {
    private let entries: [String: String]

    init(of folder: String) {
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        let stamps = ([""] + names).map { ($0, Self.stamp("\(folder)/\($0)")) }
        entries = Dictionary(stamps) { $1 }
    }

    /// The paths that differ.
    func differences(to other: FolderSnapshot) -> [String] {
        Set(entries.keys).union(other.entries.keys).filter { entries[$0] != other.entries[$0] }.sorted()
    }

    private static func stamp(_ path: String) -> String {
        var information = stat()
        guard lstat(path, &information) == 0 else { return "gone" }
        let (change, write) = (information.st_ctim, information.st_mtim)
        let times = [change.tv_sec, change.tv_nsec, write.tv_sec, write.tv_nsec]
        return "\(information.st_ino) \(information.st_size) \(times)"
    }
}
