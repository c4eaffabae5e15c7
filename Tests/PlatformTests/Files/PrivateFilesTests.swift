import Glibc
import Platform
import Testing

@Suite("A private file")
struct PrivateFilesTests {
    private func mode(_ path: String) -> mode_t {
        var information = stat()
        return lstat(path, &information) == 0 ? information.st_mode & 0o777 : 0
    }

    @Test("is made for its owner alone, or closed to others")
    func file() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/file"
        #expect(try !PrivateFiles.closeFile(path))
        #expect(mode(path) == 0o600)
        #expect(chmod(path, 0o644) == 0)
        #expect(try PrivateFiles.closeFile(path))
        #expect(mode(path) == 0o600)
    }

    @Test("may be a folder, which is closed to others once")
    func folder() throws {
        let folder = try TemporaryFolder()
        #expect(chmod(folder.path, 0o755) == 0)
        #expect(try PrivateFiles.closeFolder(folder.path))
        #expect(mode(folder.path) == 0o700)
        #expect(try !PrivateFiles.closeFolder(folder.path))
    }

    @Test("is refused when it is another user's", .enabled(if: geteuid() == 0))
    func foreign() throws {
        let folder = try TemporaryFolder()
        #expect(chown(folder.path, 65_534, 65_534) == 0)
        let error = #expect(throws: SystemError.self) { _ = try PrivateFiles.closeFolder(folder.path) }
        #expect(error?.description.contains("belongs to user 65534 and not to 0") == true)
    }
}
