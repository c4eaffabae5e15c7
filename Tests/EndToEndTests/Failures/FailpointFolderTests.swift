import Domain
import Glibc
import TestSupport
import Testing

@Suite("The folder of failpoints")
struct FailpointFolderTests {
    @Test("is looked at by nobody unless the variable names it")
    func unwatched() { #expect(!FailpointFolder.failpoints(["PATH": "/bin"]).isWatched) }

    @Test("is handed down to child processes")
    func handedDown() {
        let failpoints = FailpointFolder.failpoints([FailpointFolder.variable: "/failpoints", "PATH": "/bin"])
        #expect(failpoints.environment == [FailpointFolder.variable: "/failpoints"])
    }

    @Test("ends nobody at a failpoint that has no file in it")
    func notArmed() throws {
        let workspace = try Workspace()
        let other = "\(workspace.path)/\(Failpoint.runBegun.rawValue)"
        try TextFile.write("", to: other)
        // This process is the one that would end.
        FailpointFolder.failpoints([FailpointFolder.variable: workspace.path]).reach(.exitWritten)
        #expect(TextFile.read(other) != nil)
    }

    @Test("ends the program that is made for it", .behindTheGate)
    func programOfItsOwn() async throws {
        try await withFolder { folder in
            let repository = try await ConfigRepository(in: folder)
            try await repository.push(.file("README", "no service yet"))
            let failpoint = try Self.arm(in: folder)
            let result = try await Subprocess.run(
                Program.besideTheTests("reconciler-failpoints"),
                ["run", "--state-dir", "\(folder)/state", "--repo", repository.bare, "--status-listen", "127.0.0.1:0"]
                    + (geteuid() == 0 ? ["--run-as", "root"] : []),
                environment: Self.environment(folder)
            )
            #expect(result.exit == 128 + SIGKILL, "\(result)")
            #expect(TextFile.read(failpoint) == nil)
        }
    }

    @Test("is nothing to the program that users have", .behindTheGate)
    func usersProgram() async throws {
        try await withFolder { folder in
            let repository = try await ConfigRepository(in: folder)
            try await repository.push(.file("README", "no service yet"))
            let failpoint = try Self.arm(in: folder)
            var options = DaemonUnderTest.Options(repository: repository.bare)
            options.environment = Self.environment(folder)
            let daemon = try await DaemonUnderTest(in: folder, options)
            try await daemon.sync()
            #expect(try daemon.isRunning)
            #expect(TextFile.read(failpoint) != nil)
        }
    }

    /// Sets a failpoint that is reached with the first revision.
    private static func arm(in folder: String) throws -> String {
        let failpoint = "\(folder)/failpoints/\(Failpoint.revisionRead.rawValue)"
        try TextFile.write("", to: failpoint)
        return failpoint
    }

    private static func environment(_ folder: String) -> [String: String] {
        [FailpointFolder.variable: "\(folder)/failpoints", "HOME": "\(folder)/home"]
    }
}
