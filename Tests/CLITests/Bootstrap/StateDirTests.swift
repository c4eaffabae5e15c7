import Domain
import Foundation
import Platform
import Testing

@testable import CLI

@Suite("The state dir")
struct StateDirTests {
    @Test("is made for its owner alone")
    func made() async throws {
        let folder = try TemporaryFolder()
        let stateDir = try await StateDir("\(folder.path)/a/b")
        let mode = try FileManager.default.attributesOfItem(atPath: stateDir.path)[.posixPermissions] as? Int
        #expect(mode == 0o700)
        let wasOpen = stateDir.wasOpen
        #expect(!wasOpen)
        #expect(stateDir.store == "\(folder.path)/a/b/store.sqlite")
    }

    @Test("is closed to other users where it was open to them")
    func tightened() async throws {
        let folder = try TemporaryFolder()
        let store = try folder.write("store.sqlite", "")
        let files = FileManager.default
        try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
        try files.setAttributes([.posixPermissions: 0o644], ofItemAtPath: store)
        let stateDir = try await StateDir(folder.path)
        let wasOpen = stateDir.wasOpen
        #expect(wasOpen)
        #expect(try files.attributesOfItem(atPath: folder.path)[.posixPermissions] as? Int == 0o700)
        #expect(try files.attributesOfItem(atPath: stateDir.store)[.posixPermissions] as? Int == 0o600)
    }

    @Test("has an id of its own, which goes where it is moved")
    func identity() async throws {
        let folder = try TemporaryFolder()
        let first: RunOwner
        do {
            let stateDir = try await StateDir("\(folder.path)/a")
            first = try stateDir.owner(host: "one")
            #expect(try stateDir.owner(host: "one") == first)
        }
        let mode = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/a/id")[.posixPermissions] as? Int
        #expect(mode == 0o600)
        try FileManager.default.moveItem(atPath: "\(folder.path)/a", toPath: "\(folder.path)/b")
        let moved = try await StateDir("\(folder.path)/b").owner(host: "two")
        #expect(moved == RunOwner(id: first.id, host: "two", stateDir: "\(folder.path)/b"))
        #expect(try await StateDir("\(folder.path)/c").owner(host: "one").id != first.id)
    }

    @Test("says what to do when its id is damaged", arguments: ["", "x", String(repeating: "A", count: 32)])
    func damagedIdentity(text: String) async throws {
        let folder = try TemporaryFolder()
        try folder.write("id", text)
        let stateDir = try await StateDir(folder.path)
        let error = #expect(throws: CommandFailure.self) { _ = try stateDir.owner(host: "one") }
        #expect(error?.description.contains("remove \(folder.path)/id") == true)
    }

    @Test("belongs to one daemon at a time")
    func locked() async throws {
        let folder = try TemporaryFolder()
        let first = try await StateDir(folder.path)
        let error = await #expect(throws: CommandFailure.self) { _ = try await StateDir(folder.path) }
        #expect(error?.code == .failed)
        #expect(error?.description.contains("another daemon uses the state dir \(folder.path)") == true)
        _ = first.path
    }

    @Test("is free again when its daemon has gone")
    func free() async throws {
        let folder = try TemporaryFolder()
        for _ in 1...2 { _ = try await StateDir(folder.path) }
    }

    @Test("is free when a program that the last daemon was just starting has let go of its lock")
    func sharedForAMoment() async throws {
        let folder = try TemporaryFolder()
        let child: ChildProcess
        do {
            let lock = try FileLock("\(folder.path)/lock")
            child = try SpawnRequest(
                executable: "/bin/sleep",
                arguments: ["0.2"],
                descriptors: [5: lock.descriptor.number]
            ).start()
        }
        _ = try await StateDir(folder.path)
        #expect(try child.wait() == .exited(0))
    }

    @Test("must be a folder")
    func file() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("file", "")
        await #expect(throws: CommandFailure.self) { _ = try await StateDir(path) }
    }
}
