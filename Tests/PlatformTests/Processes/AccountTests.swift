import Glibc
import Platform
import Testing

@Suite("An account")
struct AccountTests {
    @Test("is found by its name, with its groups and its home")
    func find() throws {
        let root = try #require(Account.find("root"))
        #expect(root.user == 0 && root.group == 0 && root.groups.contains(0) && root.home == "/root")
        #expect(Account.find("no such user") == nil)
    }

    @Test("can be given a folder with all it holds, but nothing that a symlink names", .enabled(if: geteuid() == 0))
    func own() throws {
        let folder = try TemporaryFolder()
        let path = folder.path
        try Folder.create("\(path)/top/deep", parents: true)
        for file in ["outside", "top/file", "top/deep/file"] { try DurableFile.write([], to: "\(path)/\(file)") }
        #expect(symlink("\(path)/outside", "\(path)/top/link") == 0)
        let nobody = try #require(Account.find("nobody"))
        try nobody.own("\(path)/top")
        for given in ["top", "top/deep", "top/file", "top/deep/file", "top/link"] {
            #expect(owner("\(path)/\(given)") == nobody.user, "\(given)")
        }
        #expect(owner("\(path)/outside") == 0)
    }

    @Test("is given no more of a large folder than is wanted")
    func ownsNoMore() throws {
        let folder = try TemporaryFolder()
        for number in 0..<300 { try DurableFile.write([], to: "\(folder.path)/\(number)") }
        let account = Account(name: "own", user: geteuid(), group: getegid(), groups: [], home: "/")
        var asked = 0
        #expect(throws: SystemError(code: ECANCELED, action: "give a folder to own")) {
            try account.own(folder.path) {
                asked += 1
                return asked < 2
            }
        }
        #expect(asked == 2)
        try account.own(folder.path)
    }

    private func owner(_ path: String) -> UInt32 {
        var information = stat()
        return lstat(path, &information) == 0 ? information.st_uid : .max
    }
}
