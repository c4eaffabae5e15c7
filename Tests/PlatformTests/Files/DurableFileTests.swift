import Glibc
import Platform
import Testing

@Suite("A durable file")
struct DurableFileTests {
    @Test("replaces what was there, with exactly its mode, and leaves nothing else behind")
    func replaces() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.json")

        try DurableFile.write([1], to: path, mode: 0o644)
        try DurableFile.write([2, 3], to: path, mode: 0o666)

        #expect(try DurableFile.read(path, limit: 10) == [2, 3])
        #expect(try Folder.names(in: folder.path) == ["a.json"])
        var information = stat()
        #expect(stat(path, &information) == 0)
        #expect(information.st_mode & 0o7777 == 0o666)
    }

    @Test("that cannot be put in place leaves nothing behind")
    func failure() throws {
        let folder = try TemporaryFolder()
        try Folder.create(folder.file("taken/full"), parents: true)

        #expect(throws: SystemError.self) { try DurableFile.write([1], to: folder.file("taken")) }

        #expect(try Folder.names(in: folder.path) == ["taken"])
    }

    @Test("is created only where nothing is, and leaves nothing else behind")
    func creates() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.json")
        #expect(try DurableFile.create([1], at: path, mode: 0o644))
        #expect(try DurableFile.create([2], at: path) == false)
        #expect(symlink("/nonexistent", folder.file("b.json")) == 0)
        #expect(try DurableFile.create([2], at: folder.file("b.json")) == false)
        #expect(try DurableFile.read(path, limit: 10) == [1])
        #expect(try Folder.names(in: folder.path) == ["a.json", "b.json"])
        var information = stat()
        #expect(stat(path, &information) == 0 && information.st_mode & 0o7777 == 0o644)
    }

    @Test("longer than the limit is not read")
    func limit() throws {
        let folder = try TemporaryFolder()
        try DurableFile.write([1, 2, 3], to: folder.file("a"))

        let error = #expect(throws: SystemError.self) { try DurableFile.read(folder.file("a"), limit: 2) }

        #expect(error?.code == EFBIG)
        #expect(error?.description.contains(folder.file("a")) == true)
    }
}
