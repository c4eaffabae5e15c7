import Domain
import Foundation
import Testing

@testable import CLI

@Suite("The folder of crashes")
struct CrashFolderTests {
    @Test("is looked at by nobody unless the variable names it")
    func unwatched() { #expect(!CrashFolder.milestones(["PATH": "/bin"]).isWatched) }

    @Test("is handed down to child processes")
    func handedDown() {
        let milestones = CrashFolder.milestones([CrashFolder.variable: "/crashes", "PATH": "/bin"])
        #expect(milestones.environment == [CrashFolder.variable: "/crashes"])
    }

    @Test("ends nobody at a milestone that has no file in it")
    func notArmed() throws {
        let folder = try TemporaryFolder()
        let other = try folder.write(Milestone.runBegun.rawValue, "")
        // This process is the one that would end.
        CrashFolder.milestones([CrashFolder.variable: folder.path]).reach(.exitWritten)
        #expect(FileManager.default.fileExists(atPath: other))
    }
}
