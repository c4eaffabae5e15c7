import Domain
import Foundation
import TestSupport
import Testing

@testable import Persistence

@Suite("A backup of the store")
struct SQLiteBackupTests {
    private let folder: StoreFolder
    private let work: SQLiteUnitOfWork
    private let backup: SQLiteBackup
    private var target: String { "\(folder.path)/copy.sqlite" }

    init() async throws {
        folder = try StoreFolder()
        work = try SQLiteUnitOfWork(path: folder.store, presenter: NamePresenter(), time: ManualTime())
        backup = SQLiteBackup(path: folder.store)
        _ = try await work.perform { transaction in
            try transaction.save(Source.sample())
            try transaction.save(Service.sample())
            try transaction.record(.serviceCreated(ServiceCreated(.sample())))
        }
    }

    private func opened(_ path: String) throws -> SQLiteUnitOfWork {
        try SQLiteUnitOfWork(path: path, presenter: NamePresenter(), time: ManualTime())
    }

    @Test("is a whole store that knows that it is a backup, once")
    func whole() async throws {
        let report = try await backup.copy(to: target)
        #expect(report.sequence == 1)
        #expect(Int64(try folder.bytes(target).count) == report.bytes)
        let copy = try opened(target)
        let (isBackup, epoch) = try await copy.perform { (try $0.takeBackupMark(), try $0.events.epoch()) }.value
        #expect(isBackup)
        #expect(try await copy.perform { try $0.takeBackupMark() }.value == false)
        #expect(try await copy.perform { try $0.services.find(Identifier(1)) }.value == .sample())
        #expect(try await work.perform { try $0.events.epoch() }.value != epoch)
        #expect(try await work.perform { try $0.takeBackupMark() }.value == false)
    }

    @Test("is nobody else's to read, and leaves nothing beside it")
    func mode() async throws {
        _ = try await backup.copy(to: target)
        let attributes = try FileManager.default.attributesOfItem(atPath: target)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names.filter { $0.hasPrefix("copy") } == ["copy.sqlite"])
    }

    @Test("takes the place of an earlier one, and of no other file")
    func replaces() async throws {
        _ = try await backup.copy(to: target)
        _ = try await work.perform { try $0.record(.serviceUpdated(ServiceUpdated(.sample()))) }
        #expect(try await backup.copy(to: target).sequence == 2)
        let other = "\(folder.path)/letter"
        try folder.write(Array("Dear Anna".utf8), to: other)
        await #expect(throws: BackupRefused.self) { try await backup.copy(to: other) }
        #expect(try folder.bytes(other) == Array("Dear Anna".utf8))
    }

    @Test("is refused in the place of the store, at a relative place, and where there is no folder")
    func refused() async throws {
        await #expect(throws: BackupRefused.self) { try await backup.copy(to: folder.store) }
        await #expect(throws: BackupRefused.self) { try await backup.copy(to: "copy.sqlite") }
        await #expect(throws: (any Error).self) { try await backup.copy(to: "\(folder.path)/none/copy.sqlite") }
    }

    @Test("is not opened beside the log of the store whose place it took")
    func foreignLog() async throws {
        _ = try await backup.copy(to: target)
        try folder.write(try folder.bytes(folder.log), to: target + "-wal")
        let before = try folder.bytes(target)
        let error = #expect(throws: SQLiteError.self) { try opened(target) }
        #expect(error?.message.contains("remove \(target)-wal") == true)
        #expect(try folder.bytes(target) == before)
        try FileManager.default.removeItem(atPath: target + "-wal")
        _ = try opened(target)
    }

    @Test("can be taken while the store is written, and each is one moment of it")
    func concurrent() async throws {
        async let writing: Void = {
            for _ in 0..<50 {
                _ = try await work.perform { transaction in
                    try transaction.record(.serviceUpdated(ServiceUpdated(.sample())))
                    try transaction.record(.serviceUpdated(ServiceUpdated(.sample())))
                }
            }
        }()
        for _ in 0..<10 {
            let sequence = try await backup.copy(to: target).sequence
            #expect(sequence % 2 == 1)
            let events = try await opened(target).perform { try $0.events.page(after: 0, limit: 999).map(\.seq) }.value
            #expect(events == Array(1...sequence))
        }
        try await writing
    }
}
