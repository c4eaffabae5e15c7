import Platform
import Testing

@Suite("A folder's watch")
struct FolderWatchTests {
    @Test("tells of a file that grows, also when it grew before the wait")
    func change() async throws {
        let folder = try TemporaryFolder()
        let file = try Descriptor.open(folder.file("log"), [.write, .create, .append])
        let watch = try FolderWatch(folder.path, growthOf: folder.file("log"))
        try file.writeAll("early")
        await watch.change(orAfter: 60_000)
        let change = Task { await watch.change(orAfter: 60_000) }
        try file.writeAll("late")
        await change.value
    }

    @Test("tells after its limit when nothing changes")
    func limit() async throws {
        let folder = try TemporaryFolder()
        await (try FolderWatch(folder.path, growthOf: folder.path)).change(orAfter: 1)
    }
}
