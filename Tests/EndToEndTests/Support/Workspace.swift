import Foundation
import Platform

/// A folder that is there for one test, and gone afterwards.
struct Workspace: ~Copyable {
    let path: String

    init() throws {
        path = "/tmp/reconciler-e2e-\(UInt64.random(in: 0...UInt64.max))"
        try Folder.create(path)
        try Folder.create("\(path)/home")
    }

    deinit {
        // A test that left something irremovable behind has failed already.
        try? FolderRemoval.remove(path)
    }
}

/// Text files, as tests read and write them.
enum TextFile {
    static func read(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }

    static func write(_ text: String, to path: String, executable: Bool = false) throws {
        let url = URL(fileURLWithPath: path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
        try FileManager.default.setAttributes([.posixPermissions: executable ? 0o755 : 0o644], ofItemAtPath: path)
    }
}
