import Platform
import TestSupport
import Testing

@Suite("A folder's watch", .serialized)
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

    @Test("ends its wait as soon as the task is cancelled")
    func cancelled() async throws {
        let folder = try TemporaryFolder()
        let watch = try FolderWatch(folder.path, growthOf: folder.path)
        for _ in 0..<1_000 {
            let change = Task { await watch.change(orAfter: 3_600_000) }
            await Task.yield()
            change.cancel()
            await change.value
        }
    }

    @Test("is one of many: each tells of its own changes, and a user's few instances of inotify are enough for all")
    func many() async throws {
        let top = try TemporaryFolder()
        let watches = try (0..<300).map { number in
            let folder = top.file("\(number)")
            try Folder.create(folder)
            return try FolderWatch(folder, growthOf: folder)
        }
        await withTaskGroup { group in
            for (number, watch) in watches.enumerated() {
                group.addTask {
                    await watch.change(orAfter: number % 3 == 0 ? 3_600_000 : 300)
                    return number
                }
            }
            for number in stride(from: 0, to: 300, by: 3) {
                // What is closed by the way only tests whether the file can be made.
                _ = try? Descriptor.open(top.file("\(number)/file"), [.write, .create])
            }
            #expect(await group.reduce(0) { sum, _ in sum + 1 } == 300)
        }
        #expect(try DescriptorFacts.of("anon_inode:inotify").count == 1)
    }

    @Test("does not take another's place: two of one folder both tell, and one goes on when the other ends")
    func shared() async throws {
        let folder = try TemporaryFolder()
        let watch = try FolderWatch(folder.path, growthOf: folder.path)
        do {
            let other = try FolderWatch(folder.path, growthOf: folder.path)
            _ = try Descriptor.open(folder.file("one"), [.write, .create])
            await other.change(orAfter: 3_600_000)
            await watch.change(orAfter: 3_600_000)
        }
        _ = try Descriptor.open(folder.file("two"), [.write, .create])
        await watch.change(orAfter: 3_600_000)
    }

    @Test("tells that its file is gone, and leaves nothing watched when nobody holds it")
    func ended() async throws {
        let folder = try TemporaryFolder()
        for _ in 0..<1_000 {
            let file = folder.file("log")
            _ = try Descriptor.open(file, [.write, .create])
            let watch = try FolderWatch(folder.path, growthOf: file)
            try FolderRemoval.remove(file)
            await watch.change(orAfter: 3_600_000)
        }
        #expect(
            try await eventually {
                try DescriptorFacts.of("anon_inode:inotify").joined().allSatisfy { !$0.hasPrefix("inotify ") }
            }
        )
    }

    @Test("is refused for what is not there, and leaves nothing watched then")
    func missing() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: SystemError.self) {
            _ = try FolderWatch(folder.path, growthOf: folder.file("missing"))
        }
        #expect(error?.isMissing == true)
        #expect(throws: SystemError.self) { _ = try FolderWatch(folder.file("none"), growthOf: folder.path) }
    }
}
