package import Domain
internal import Platform

extension ProcessRunExecutor {
    package func prepare(
        _ run: RunRequest,
        fill: @Sendable (String) async throws -> Void
    ) async throws -> any PreparedRun & ~Copyable {
        var folder = folder(run.deployment)
        let marker = RunMarker.make()
        try Folder.create(folder.path, parents: true)
        let lock = try await takeLock(run.deployment)
        guard !StartMark.isThere(in: folder) else {
            throw RunRefusal(run.deployment, "has been started before and cannot be made ready again")
        }
        failpoints.reach(.runFolderMade)
        try await empty(folder)
        if settings.account != nil { folder = try OutsidePlace.make(for: folder, marker: marker) }
        for path in [folder.export, folder.temporary] { try Folder.create(path) }
        try await fill(folder.export)
        failpoints.reach(.exportFilled)
        if let account = settings.account {
            for path in [folder.export, folder.temporary] { try await FolderHandover().give(path, to: account) }
        }
        try Fifo.create(folder.cancel)
        _ = try Descriptor.open(folder.events, [.write, .create])
        try ExitFile.reserve(in: folder)
        let specification = RunSpecification(
            run,
            marker: marker,
            boot: try BootClock.bootID(),
            settings: settings,
            limits: limits,
            outside: folder.outside
        )
        try DurableFile.write(specification.json.bytes(), to: folder.specification)
        // A folder that a loss of power takes away would make a run that has begun look as if it never had.
        for path in [runs, stateFolder] { try Descriptor.open(path, [.read, .directory]).synchronize() }
        known[run.deployment] = specification
        failpoints.reach(.runPrepared)
        return LockedRun(executor: self, deployment: run.deployment, lock: lock)
    }

    /// Starts the guardian of a run, which has the lock from then on.
    fileprivate func start(_ deployment: Deployment.ID, with lock: consuming FileLock) async throws {
        let folder = folder(deployment)
        let run = try RunSpecification(RecordFile.read(folder.specification))
        guard run.boot == (try BootClock.bootID()) else {
            throw RunRefusal(deployment, "was made ready before the machine restarted; make it ready again")
        }
        let handed = try await HandedSecrets.read(for: run, from: secrets).file()
        let child = try spawn(folder, lock, handed)
        failpoints.reach(.supervisorSpawned)
        watch(child, deployment)
    }

    private func spawn(
        _ folder: RunFolder,
        _ lock: borrowing FileLock,
        _ secrets: borrowing Descriptor
    ) throws -> ChildProcess {
        // Open for reading too, so that opening it does not wait for the supervisor.
        let cancel = try Descriptor.open(folder.cancel, [.readWrite, .nonBlocking, .noFollow])
        let errors = try Descriptor.open(folder.supervisorLog, [.write, .create, .append, .noFollow])
        let request = SpawnRequest(
            executable: program,
            arguments: ["guardian"],
            name: "reconciler",
            environment: failpoints.environment.merging(["PATH": settings.path]) { $1 },
            workingDirectory: folder.path,
            descriptors: [
                2: errors.number,
                Supervisor.lockDescriptor: lock.descriptor.number,
                Supervisor.cancelDescriptor: cancel.number,
                Supervisor.secretsDescriptor: secrets.number,
            ],
            newSession: true
        )
        return try request.start()
    }

    /// Collects the guardian when it ends; what became of the run is in its folder.
    private func watch(_ child: ChildProcess, _ deployment: Deployment.ID) {
        let log = log
        Task.detached {
            do {
                let status = try await child.exitStatus()
                guard !status.isSuccess else { return }
                let fields: LogFields = ["deployment": deployment, "status": "\(status)"]
                log.error("a run's guardian or supervisor failed", fields)
            } catch {
                log.error("a run's guardian was lost", ["deployment": deployment, "error": "\(error)"])
            }
        }
    }

    /// Takes the run's lock.
    func takeLock(_ deployment: Deployment.ID) async throws -> FileLock {
        try await FileLock.acquire(folder(deployment).lock, within: 1_000)
    }

    /// Removes what a try before this one has left, all but the lock.
    private func empty(_ folder: RunFolder) async throws {
        try await OutsidePlace.remove(of: folder)
        for name in try Folder.names(in: folder.path) where "\(folder.path)/\(name)" != folder.lock {
            try await FolderRemover().remove("\(folder.path)/\(name)")
        }
    }
}

/// A run that an executor has made ready.
private struct LockedRun: ~Copyable, PreparedRun {
    let executor: ProcessRunExecutor
    let deployment: Deployment.ID
    let lock: FileLock

    consuming func start() async throws { try await executor.start(deployment, with: lock) }
}

/// What tells the processes of one run from all others on the machine.
enum RunMarker {
    /// 128 random bits, as 32 hexadecimal digits.
    static func make() -> String { String(AccessToken.make().prefix(32)) }
}
