import Glibc
import Platform
import Testing

@Suite("A folder")
struct FolderTests {
    @Test("is made with its parents, and again without harm")
    func creates() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a/b/c")
        try Folder.create(path, mode: 0o700, parents: true)
        try Folder.create(path, mode: 0o700, parents: true)

        #expect(try Folder.names(in: folder.file("a/b")) == ["c"])
        #expect(throws: SystemError.self) { try Folder.create(folder.file("x/y")) }
    }

    @Test("is refused where a file has its name")
    func fileInTheWay() throws {
        let folder = try TemporaryFolder()
        try DurableFile.write([], to: folder.file("a"))

        let error = #expect(throws: SystemError.self) { try Folder.create(folder.file("a")) }

        #expect(error?.code == ENOTDIR)
    }
}

@Suite("Removing a folder")
struct FolderRemovalTests {
    @Test("takes everything with it and follows no symlink")
    func symlinks() throws {
        let folder = try TemporaryFolder()
        try Folder.create(folder.file("outside"))
        try DurableFile.write([1], to: folder.file("outside/kept"))
        try Folder.create(folder.file("tree/a/b"), parents: true)
        for name in ["tree/link", "tree/a/link", "tree/a/b/link"] {
            try #require(symlink(folder.file("outside"), folder.file(name)) == 0)
        }

        try FolderRemoval.remove(folder.file("tree"))

        #expect(try Folder.names(in: folder.path) == ["outside"])
        #expect(try Folder.names(in: folder.file("outside")) == ["kept"])
    }

    @Test("removes a symlink itself, a file, and nothing")
    func single() throws {
        let folder = try TemporaryFolder()
        try Folder.create(folder.file("target"))
        try #require(symlink(folder.file("target"), folder.file("link")) == 0)
        try DurableFile.write([1], to: folder.file("file"))

        for name in ["link", "file", "missing"] { try FolderRemoval.remove(folder.file(name)) }

        #expect(try Folder.names(in: folder.path) == ["target"])
    }

    @Test("manages any depth, any name and folders without rights")
    func hostile() throws {
        let folder = try TemporaryFolder()
        let result = try shell(
            """
            mkdir tree && cd tree
            mkdir .removed-1 .removed-2 && touch .removed-2/x && touch "$(printf 'bad\\377name')"
            mkdir -p wide/locked/in && chmod 0 wide/locked
            """,
            in: folder.path
        )
        try #require(result.status.isSuccess)
        try makeDeep(folder.file("tree"), levels: 3_000)

        try FolderRemoval.remove(folder.file("tree"))

        #expect(try Folder.names(in: folder.path) == [])
    }

    @Test("of much to remove ends when nobody wants it any more, and goes on where it was")
    func given() throws {
        let folder = try TemporaryFolder()
        try #require(try shell("mkdir tree && cd tree && seq 9000 | xargs touch", in: folder.path).status.isSuccess)
        #expect(throws: SystemError.self) { try FolderRemoval.remove(folder.file("tree"), while: { false }) }
        #expect(try Folder.names(in: folder.file("tree")).count == 9_000 - 4_095)
        try FolderRemoval.remove(folder.file("tree"), while: { true })
        #expect(try Folder.names(in: folder.path) == [])
    }

    /// Folders in folders, deeper than any path can say.
    private func makeDeep(_ path: String, levels: Int) throws {
        var number = try Descriptor.open(path, [.read, .directory]).release()
        for _ in 0..<levels {
            let folder = Descriptor(adopting: number)
            try systemCall("make a folder") { mkdirat(folder.number, "deep", 0o700) }
            _ = try Descriptor.open("file", [.write, .create], in: folder.number)
            number = try Descriptor.open("deep", [.read, .directory], in: folder.number).release()
        }
        _ = Descriptor(adopting: number)
    }
}
