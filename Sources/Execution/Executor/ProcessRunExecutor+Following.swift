package import Domain
internal import Platform

extension ProcessRunExecutor {
    package func recover(_ deployment: Deployment.ID) async throws -> RunRecovery {
        let folder = folder(deployment)
        switch try await settledCondition(of: folder) {
        case .going:
            // As long as it is there: a later version's says nothing to this one.
            _ = try? specification(deployment)
            return .follow
        case .ended: return .follow
        case .ready: return .neverStarted
        case .lost:
            try await clearUp(deployment)
            return .interrupted
        }
    }

    package func next(_ deployment: Deployment.ID, after offset: Int64) async throws -> RunProgress {
        let folder = folder(deployment)
        if let progress = try await progress(folder, after: offset) { return progress }
        var watch: FolderWatch?
        var overdue: OverdueRun?
        while true {
            try Task.checkCancellation()
            // Without a watch (there are only so many on a machine) it is looked at more often.
            watch = watch ?? (try? FolderWatch(folder.path, growthOf: folder.events))
            if let progress = try await progress(folder, after: offset) { return progress }
            if let end = try await endWithoutRecord(deployment) {
                // What was reported after the last look comes first.
                return try await progress(folder, after: offset) ?? .ended(end)
            }
            overdue = overdue ?? known[deployment].flatMap { OverdueRun($0, in: folder) }
            try await overdue?.wakeIfDue()
            if let watch {
                await watch.change(orAfter: 1_000)
            } else {
                try await Task.sleep(for: .milliseconds(200))
            }
        }
    }

    /// The end of a run that nobody wrote down; nil while that may still be done.
    private func endWithoutRecord(_ deployment: Deployment.ID) async throws -> RunEnd? {
        let folder = folder(deployment)
        switch try await condition(of: folder) {
        case .going: return nil
        case .ended:
            // Looked at last: whoever stays with the run may put a whole record in place of a damaged one.
            guard try await !isKept(folder), let damage = try damageOfEnd(folder) else { return nil }
            try await clearUp(deployment)
            return RunEnd(outcome: .interrupted, message: "nobody knows how the run ended: \(damage)")
        case .ready:
            // It may have begun, and removed the mark of that.
            try await clearUp(deployment)
            return endAtStart(folder)
        case .lost:
            try await clearUp(deployment)
            return Folder.somethingExists(at: folder.specification) ? .lost : .traceless
        }
    }

    /// The end of a run whose supervisor went before it began: it says why, or somebody has ended it.
    private func endAtStart(_ folder: RunFolder) -> RunEnd {
        let words = lastWords(folder)
        guard words.isEmpty else {
            return RunEnd(outcome: .failed, message: "its supervisor failed at the start: \(words)")
        }
        return RunEnd(outcome: .interrupted, message: "the run's supervisor ended before the run began")
    }

    /// What the supervisor said last.
    private func lastWords(_ folder: RunFolder) -> String {
        // This only words a message.
        let bytes = (try? DurableFile.read(folder.supervisorLog, limit: 1 << 20)) ?? []
        return Excerpt.line(String(decoding: bytes, as: UTF8.self))
    }

    /// What can be said without waiting; nil if there is nothing.
    private func progress(_ folder: RunFolder, after offset: Int64) async throws -> RunProgress? {
        // Looked at first: whatever was reported before the end is then in the file.
        let record = try endRecord(folder)
        if let reading = try ReportReader(folder: folder).read(after: offset) {
            failpoints.reach(.reportsRead)
            return .reports(reading.reports, upTo: reading.end)
        }
        guard let record else { return nil }
        try await refuseToEnd(folder, record)
        failpoints.reach(.endRead)
        return .ended(record.end)
    }

    /// A run with processes that could not be ended is over when they are: its guardian holds the lock as long.
    ///
    /// With the guardian gone too, those that were named are looked for.
    private func refuseToEnd(_ folder: RunFolder, _ record: ExitRecord) async throws {
        guard record.hasChildrenLeft else { return }
        guard try await isKept(folder) || record.survivors.contains(where: \.lives) else { return }
        let names = record.survivors.map(\.description)
        throw RunLeftovers(processes: names.isEmpty ? ["processes that are not shown to the daemon"] : names)
    }

    /// How the run ended; nil if it has not, or its record is damaged: it is then over when nobody is left who could
    /// write another one.
    private func endRecord(_ folder: RunFolder) throws -> ExitRecord? {
        do {
            return try ExitFile.read(in: folder)
        } catch let damage as UnreadableRecord where !damage.isOfLaterVersion {
            return nil
        }
    }

    /// What is wrong with the record of the run's end; nil if nothing is.
    private func damageOfEnd(_ folder: RunFolder) throws -> UnreadableRecord? {
        do {
            _ = try ExitFile.read(in: folder)
            return nil
        } catch let damage as UnreadableRecord where !damage.isOfLaterVersion {
            return damage
        }
    }

    /// What is known of a run, also when it has removed its own files meanwhile; nil if it was never seen.
    func specification(_ deployment: Deployment.ID) throws -> RunSpecification? {
        do {
            if let json = try RecordFile.readIfThere(folder(deployment).specification) {
                known[deployment] = try RunSpecification(json)
            }
        } catch let damage as UnreadableRecord where !damage.isOfLaterVersion {
            log.error("the specification of a run is damaged", ["deployment": deployment, "error": "\(damage)"])
        }
        return known[deployment]
    }

    /// Where a run is in its life, as its folder shows it.
    private enum Condition {
        /// Ready, or being made ready, and not started.
        case ready
        /// Its guardian or supervisor lives.
        case going
        /// Its end is written down.
        case ended
        /// It began, and nothing stays with it any more; or there is no trace of it.
        case lost
    }

    private func condition(of folder: RunFolder) async throws -> Condition {
        if Folder.somethingExists(at: folder.exit) { return .ended }
        if try await isKept(folder) { return .going }
        // The end may have been written down between the two looks.
        if Folder.somethingExists(at: folder.exit) { return .ended }
        // Without the mark it never began, be it ready or half made ready: the daemon may have ended meanwhile.
        let hasBegun = StartMark.isThere(in: folder)
        return Folder.somethingExists(at: folder.path) && !hasBegun ? .ready : .lost
    }

    /// Whether guardian or supervisor stays with the run, which may have removed its own files, the lock among them.
    private func isKept(_ folder: RunFolder) async throws -> Bool {
        if try FileLock.isHeld(folder.lock) { return true }
        return try await keepers.areLiving(of: folder)
    }

    /// Where a run is that another daemon has left.
    ///
    /// As long as nothing shows that it was started, its lock may be held by a program that the other daemon was
    /// starting when it was killed: for a moment, and for no supervisor.
    private func settledCondition(of folder: RunFolder) async throws -> Condition {
        let deadline = BootClock.now() + 1_000
        while true {
            let condition = try await condition(of: folder)
            guard condition == .going, !StartMark.isThere(in: folder), BootClock.now() < deadline else {
                return condition
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    /// Leaves nothing of a run whose guardian is gone.
    ///
    /// - Throws: ``RunLeftovers`` if a process of it cannot be ended.
    private func clearUp(_ deployment: Deployment.ID) async throws {
        let folder = folder(deployment)
        guard let run = try specification(deployment) else { return }
        let lock: FileLock? = Folder.somethingExists(at: folder.path) ? try await takeLock(deployment) : nil
        let left = try await RunSweep(run, limits: limits).untilNothingIsLeft()
        guard left.isEmpty else { throw RunLeftovers(processes: left) }
        try ControlFolder.remove(run, folder)
        try OutputLog.seal(folder)
        failpoints.reach(.lostRunSwept)
        // Held until here.
        _ = consume lock
    }
}

extension RunEnd {
    /// Of a run whose guardian did not live to write its end down.
    static let lost = RunEnd(
        outcome: .interrupted,
        message: "the machine, or the run's guardian and supervisor, ended before the run did"
    )

    /// Of a run that has removed what is known of it, or whose files somebody has removed.
    static let traceless = RunEnd(
        outcome: .interrupted,
        message: "the files of the run are gone, so nobody knows how it ended"
    )
}
