import Foundation
import Platform
import Testing

@Suite("The size of a folder")
struct FolderSizeTests {
    private func write(_ path: String, _ count: Int) throws {
        let url = URL(filePath: path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(repeating: 7, count: count).write(to: url)
    }

    @Test("is that of everything in it")
    func everything() throws {
        let folder = try TemporaryFolder()
        #expect(try FolderSize.bytes(of: "\(folder.path)/missing") == 0)
        try write(folder.file("a"), 100_000)
        try write(folder.file("deep/er/b"), 200_000)
        let size = try FolderSize.bytes(of: folder.path)
        #expect(size >= 300_000)
        #expect(size < 400_000)
        #expect(try FolderSize.bytes(of: "\(folder.path)/a") >= 100_000)
    }

    @Test("follows no symlink")
    func symlinks() throws {
        let folder = try TemporaryFolder()
        try write(folder.file("there/a"), 1_000_000)
        try Folder.create("\(folder.path)/here")
        for (name, target) in [("file", "../there/a"), ("folder", "../there"), ("round", "."), ("broken", "nowhere")] {
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder.path)/here/\(name)",
                withDestinationPath: target
            )
        }
        #expect(try FolderSize.bytes(of: "\(folder.path)/here") < 100_000)
    }

    @Test("is looked for in so many files at most, and not without end into the deep")
    func bounded() throws {
        let folder = try TemporaryFolder()
        for number in 0..<20 { try write(folder.file("many/\(number)"), 10_000) }
        #expect(try FolderSize.bytes(of: "\(folder.path)/many", atMost: 6) < 120_000)
        var path = "deep"
        for _ in 0..<60 { path += "/d" }
        try write(folder.file("\(path)/bottom"), 1_000_000)
        #expect(try FolderSize.bytes(of: "\(folder.path)/deep") < 1_000_000)
    }
}
