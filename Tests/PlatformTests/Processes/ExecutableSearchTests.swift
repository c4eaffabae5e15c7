import Glibc
import Platform
import Testing

@Suite("Finding a program")
struct ExecutableSearchTests {
    @Test("takes the first executable file of that name")
    func first() throws {
        let folder = try TemporaryFolder()
        for name in ["a", "b", "c"] { try Folder.create(folder.file(name)) }
        try Folder.create(folder.file("a/tool"))
        try DurableFile.write([], to: folder.file("b/tool"), mode: 0o644)
        try DurableFile.write([], to: folder.file("c/tool"), mode: 0o755)
        let path = "::\(folder.file("a")):\(folder.file("b")):\(folder.file("c"))"

        #expect(ExecutableSearch.find("tool", path: path) == folder.file("c/tool"))
        #expect(ExecutableSearch.find("nothing", path: path) == nil)
        #expect(ExecutableSearch.find("", path: path) == nil)
    }

    @Test("does not search for a path")
    func path() {
        #expect(ExecutableSearch.find("/bin/sh", path: "") == "/bin/sh")
        #expect(ExecutableSearch.find("/nowhere/sh", path: "/bin") == nil)
    }
}
