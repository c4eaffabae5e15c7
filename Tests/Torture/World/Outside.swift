import Foundation
import Platform

/// Where runs with another user's rights have their files.
enum Outside {
    private static let folder = "/var/tmp"

    static func places() throws -> [String] {
        try Folder.names(in: folder).filter { $0.hasPrefix("reconciler-") }.map { "\(folder)/\($0)" }
    }

    /// Whether a place may be that of a run which writes into a file below `folder`: one that is empty may.
    static func isPerhaps(_ place: String, of folder: String) -> Bool {
        let names = FileManager.default.enumerator(atPath: place)?.prefix(10_000).compactMap { $0 as? String } ?? []
        let texts = names.lazy.compactMap { FileManager.default.contents(atPath: "\(place)/\($0)") }
        var isEmpty = true
        for text in texts {
            if String(decoding: text, as: UTF8.self).contains("\(folder)/") { return true }
            isEmpty = false
        }
        return isEmpty
    }

    /// Removes those of the runs that a stopped daemon has not taken down.
    static func remove(of state: String) throws {
        let runs = "\(state)/runs"
        guard Folder.somethingExists(at: runs) else { return }
        for run in try Folder.names(in: runs) {
            guard let note = FileManager.default.contents(atPath: "\(runs)/\(run)/outside") else { continue }
            let place = String(decoding: note, as: UTF8.self)
            if place.hasPrefix("\(folder)/reconciler-") { try FolderRemoval.remove(place) }
        }
    }
}
