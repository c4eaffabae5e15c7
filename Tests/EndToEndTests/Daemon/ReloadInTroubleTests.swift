import Domain
import Glibc
import Platform
import TestSupport
import Testing

@Suite("A configuration that is read anew", .behindTheGate)
struct ReloadInTroubleTests {
    @Test("takes effect on a full disk, and runs start when there is room again", .enabled(if: SmallDisk.isPossible))
    func fullDisk() async throws {
        try await withFolder { folder in
            try Folder.create("\(folder)/state")
            let disk = try SmallDisk(at: "\(folder)/state", size: "64m")
            defer { disk.remove() }
            let scene = try await deployed(in: folder)
            let filler = "\(scene.daemon.stateDir)/filler"
            _ = try await Subprocess.run("/bin/sh", ["-c", "cat /dev/zero >'\(filler)'"])
            try await scene.reload(3)
            try await scene.untilRead(1)
            try FolderRemoval.remove(filler)
            try await expectDeployment(in: scene)
        }
    }

    @Test("takes effect as soon as the store can be opened again")
    func store() async throws {
        try await withFolder { folder in
            let scene = try await deployed(in: folder)
            let store = try await loseStore(of: scene)
            try Renaming.rename("\(store).away", to: store)
            try await scene.untilRead(1)
            try await expectDeployment(in: scene)
        }
    }

    @Test("does not keep the daemon from ending while the store cannot be opened")
    func end() async throws {
        try await withFolder { folder in
            let scene = try await deployed(in: folder)
            _ = try await loseStore(of: scene)
            #expect(try await scene.daemon.end() == 1)
        }
    }

    /// A daemon that has deployed `web`.
    private func deployed(in folder: String) async throws -> Scene {
        let repository = try await ConfigRepository(in: folder)
        try await repository.push(Trace(folder: folder).samples.script("web"))
        let file = "\(folder)/config.json"
        try TextFile.write(Scene.configuration(repository.bare, concurrency: 2), to: file)
        let arguments = ["--config", file, "--retention-free-bytes", "16MiB"]
        let daemon = try await DaemonUnderTest(in: folder, .init(arguments: arguments))
        #expect(try await daemon.sync().exit == 0)
        return Scene(folder: folder, repository: repository, daemon: daemon)
    }

    /// Takes the store away, and has the configuration read anew.
    ///
    /// - Returns: Where the store was; it is beside that now, with `.away` at its end.
    private func loseStore(of scene: Scene) async throws -> String {
        let store = "\(scene.daemon.stateDir)/store.sqlite"
        try Renaming.rename(store, to: "\(store).away")
        try await scene.reload(3)
        try await waitUntil("it cannot go on") {
            scene.daemon.log.contains("cannot go on with the new configuration yet")
        }
        return store
    }

    private func expectDeployment(in scene: Scene) async throws {
        try await scene.repository.push(scene.trace.samples.script("web", version: "2"))
        #expect(try await scene.daemon.sync().exit == 0)
        #expect(scene.trace.lines == ["web 1", "web 2"])
    }
}
