import Foundation
import Testing

@testable import Platform

@Suite("The copy of a folder")
final class FolderCopyTests {
    private let folder: TemporaryFolder
    private let source: String
    private let target: String
    private static let limits = FolderCopy.Limits(entries: 100, bytes: 4 << 20)

    init() throws {
        folder = try TemporaryFolder()
        source = folder.path + "/source"
        target = folder.path + "/target"
        try Folder.create(source + "/a/b", parents: true)
        try write("a/b/file", "text")
    }

    private func write(_ name: String, _ text: String, mode: Int = 0o600) throws {
        try Data(text.utf8).write(to: URL(filePath: "\(source)/\(name)"))
        try FileManager.default.setAttributes(
            [.posixPermissions: mode],
            ofItemAtPath: "\(source)/\(name)"
        )
    }

    private func link(_ name: String, _ destination: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: "\(source)/\(name)",
            withDestinationPath: destination
        )
    }

    private func mode(_ name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: "\(target)/\(name)")[.posixPermissions] as? Int
    }

    @Test("has its files, folders and links that stay inside, and nothing else")
    func whole() throws {
        try write("a/run", "#!", mode: 0o700)
        try link("a/b/up", "../run")
        try link("self", "a/./b")
        for (name, destination) in [
            ("out", "/etc/passwd"), ("a/above", "../../x"), ("detour", "self/../../../x"),
            ("a/b/far", "../../../x"),
        ] {
            try link(name, destination)
        }
        try Fifo.create(source + "/pipe")
        let amount = try FolderCopy.copy(source, to: target, limits: Self.limits)
        #expect(amount.entries == 6 && amount.bytes == 6 && amount.omitted == 5)
        #expect(try String(contentsOfFile: target + "/a/b/up", encoding: .utf8) == "#!")
        #expect(try String(contentsOfFile: target + "/self/file", encoding: .utf8) == "text")
        #expect(
            try mode("a/run") == 0o755 && mode("a/b/file") == 0o644 && mode("a/b") == 0o755
                && mode("") == 0o700
        )
        #expect(
            try Folder.names(in: target) == ["a", "self"]
                && Folder.names(in: target + "/a") == ["b", "run"]
        )
    }

    @Test("is not made beyond its limits, nor over what is there")
    func limits() throws {
        let one = FolderCopy.Limits(entries: 2, bytes: 100)
        let error = #expect(throws: TooMuchToCopy.self) {
            _ = try FolderCopy.copy(source, to: target, limits: one)
        }
        #expect(error?.description == "there are more than 2 files and folders")
        let few = FolderCopy.Limits(entries: 3, bytes: 3)
        #expect(throws: TooMuchToCopy.self) {
            _ = try FolderCopy.copy(source, to: target + "2", limits: few)
        }
        #expect(throws: SystemError.self) {
            _ = try FolderCopy.copy(source, to: target, limits: Self.limits)
        }
        try Folder.create(source + String(repeating: "/d", count: 70), parents: true)
        #expect(throws: TooMuchToCopy.self) {
            _ = try FolderCopy.copy(source, to: target + "3", limits: Self.limits)
        }
    }

    @Test("ends when nobody wants it any more")
    func ended() throws {
        struct Enough: Error {}
        #expect(throws: Enough.self) {
            _ = try FolderCopy.copy(source, to: target, limits: Self.limits) { throw Enough() }
        }
    }
}
