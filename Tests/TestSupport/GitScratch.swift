import Foundation

/// A folder that is there as long as somebody holds it.
package final class GitScratch: Sendable {
    package let path: String

    package init(_ name: String = "git") throws {
        path = "/tmp/reconciler-\(name)-\(UInt64.random(in: 0...UInt64.max))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        // A test that left something irremovable behind has failed already.
        try? FileManager.default.removeItem(atPath: path)
    }

    package func file(_ name: String) -> String { "\(path)/\(name)" }

    package func write(_ text: String, to name: String, mode: Int = 0o644) throws {
        try GitScratch.write(Data(text.utf8), to: file(name), mode: mode)
    }

    static func write(_ data: Data, to path: String, mode: Int) throws {
        let folder = (path as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try data.write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }
}
