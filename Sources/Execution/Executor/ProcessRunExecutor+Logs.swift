package import Domain
internal import Platform

extension ProcessRunExecutor: RunLogReading {
    package func discard(_ deployment: Deployment.ID) async throws {
        let turns = discards[deployment] ?? Turns()
        discards[deployment] = turns
        try await turns.run { try await takeDown(deployment) }
    }

    private func takeDown(_ deployment: Deployment.ID) async throws {
        let folder = folder(deployment)
        guard Folder.somethingExists(at: folder.path) else { return forget(deployment) }
        if !Folder.somethingExists(at: folder.exit), try await FileLock.staysHeld(folder.lock, for: 500) {
            throw RunRefusal(deployment, "goes on, so its files stay")
        }
        try OutputLog.seal(folder)
        if let run = try specification(deployment) { try ControlFolder.remove(run, folder) }
        try keepOutput(of: folder, deployment)
        failpoints.reach(.outputKept)
        try await OutsidePlace.remove(of: folder)
        try await FolderRemover().remove(folder.path)
        forget(deployment)
        failpoints.reach(.runFolderRemoved)
    }

    private func forget(_ deployment: Deployment.ID) {
        known[deployment] = nil
        keepers.forget(folder(deployment))
        discards[deployment] = nil
    }

    /// Takes down the folders of these deployments, which have no run any more or none yet.
    ///
    /// A daemon has left them that ended between a run's end and its clearing up; a run that goes on is never
    /// taken down.
    ///
    /// - Throws: `CancellationError` as soon as the task is cancelled; the rest stays.
    package func discardAll(_ deployments: [Deployment.ID]) async throws {
        for deployment in deployments {
            try Task.checkCancellation()
            do {
                guard try await !FileLock.staysHeld(folder(deployment).lock, for: 500) else { continue }
                try await discard(deployment)
            } catch {
                try Task.checkCancellation()
                let fields: LogFields = ["deployment": deployment, "error": "\(error)"]
                log.warning("could not clear up after a run", fields)
            }
        }
    }

    package func endAll() async throws {
        let present = try present()
        for deployment in present {
            log.warning("ending a run of the store that was replaced", ["deployment": deployment])
            try await cancel(deployment)
        }
        for deployment in present
        where try await FileLock.staysHeld(folder(deployment).lock, for: Self.patienceWithEnds) {
            log.error("a run of the store that was replaced goes on", ["deployment": deployment])
        }
    }

    /// The deployments of whose runs there is a folder, whether they go on or not.
    package func present() throws -> [Deployment.ID] {
        guard Folder.somethingExists(at: runs) else { return [] }
        return try Folder.names(in: runs).compactMap { Self.deployment(numbered: $0) }
    }

    /// What a run is given to end by itself, and then by force, and a moment more.
    private static var patienceWithEnds: Int64 { 15_000 }

    package func lastTrace() async throws -> Deployment.ID? {
        let names = try [runs, logs].filter(Folder.somethingExists).flatMap { try Folder.names(in: $0) }
        return names.compactMap { Self.deployment(numbered: $0.prefix { $0 != "." }) }.max()
    }

    /// Nil for what is no number that a store has given out: names are made by whoever may write here.
    private static func deployment(numbered text: some StringProtocol) -> Deployment.ID? {
        guard let number = Int64(text), (1...lastNumber).contains(number), String(number) == text else { return nil }
        return Deployment.ID(number)
    }

    /// A thousand deployments a second for more than a thousand years.
    private static let lastNumber: Int64 = 1 << 45

    private func keepOutput(of folder: RunFolder, _ deployment: Deployment.ID) throws {
        guard Folder.somethingExists(at: folder.output) else { return }
        try Folder.create(logs)
        try Renaming.rename(folder.output, to: keptLog(deployment))
    }

    package func read(_ deployment: Deployment.ID, from offset: Int64, limit: Int) async throws -> [UInt8] {
        guard offset >= 0, limit > 0 else { return [] }
        do {
            return try output(of: deployment).pread(upTo: min(limit, 16 << 20), at: offset)
        } catch let error as SystemError where error.isOfNoPlainFile {
            throw RunLogMissing(deployment: deployment)
        }
    }

    package func size(_ deployment: Deployment.ID) async throws -> Int64 { try output(of: deployment).size() }

    /// The output, in the run's folder or where it is kept afterwards.
    private func output(of deployment: Deployment.ID) throws -> Descriptor {
        if let file = try openIfThere(folder(deployment).output) { return file }
        if let file = try openIfThere(keptLog(deployment)) { return file }
        throw RunLogMissing(deployment: deployment)
    }

    private func openIfThere(_ path: String) throws(SystemError) -> Descriptor? {
        do {
            return try Descriptor.open(path, [.read, .noFollow, .nonBlocking])
        } catch  where error.isMissing || error.isOfNoPlainFile {
            return nil
        }
    }

    nonisolated func keptLog(_ deployment: Deployment.ID) -> String { "\(logs)/\(deployment).log" }

    /// The deployment whose kept output has this name; nil for any other file.
    static func deployment(ofKeptLog name: String) -> Deployment.ID? {
        name.hasSuffix(".log") ? deployment(numbered: name.dropLast(4)) : nil
    }
}
