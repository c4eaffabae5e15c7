internal import Domain
internal import Platform

/// Installs what a playbook's requirements files name, before the main process starts, as a step of the run.
///
/// Everything that reads what others wrote happens in a process with the run's rights; what came of it is copied, within
/// limits, into a cache that such a process cannot enter, and out of that into the run's folder.
struct RequirementsStep {
    static let name = "requirements"
    /// How long what a branch was, or the newest version, is taken for what it still is, in milliseconds.
    private static let day: Int64 = 86_400_000

    private let playbook: ServiceDefinition.Playbook
    private let run: RunSpecification
    private let folder: RunFolder
    private let recorder: RunRecorder
    private let masker: Masker

    /// Nil for a run without a playbook.
    init?(_ run: RunSpecification, _ folder: RunFolder, _ recorder: RunRecorder, _ masker: Masker) {
        guard case .playbook(let playbook) = run.action else { return nil }
        self.playbook = playbook
        (self.run, self.folder, self.recorder, self.masker) = (run, folder, recorder, masker)
    }

    /// Returns when everything is there, or nothing is required.
    ///
    /// - Throws: ``RequirementsFailure``, with the end of the run.
    func carryOut(_ signals: borrowing SignalPipe, _ cancel: borrowing Descriptor) throws {
        do {
            let files = try RequirementsFile.all(of: playbook, run, folder)
            guard !files.isEmpty else { return }
            try report(.running)
            let message = try install(files, signals, cancel)
            try FolderRemoval.remove(folder.galaxy)
            try report(.success, message)
        } catch let stop as StoppedStep {
            throw try failure(stop.verdict)
        } catch let left as HelperSurvivors {
            throw try failure(.failed("some of its processes cannot be ended"), left.processes)
        } catch {
            throw try failure(.failed("\(error)"))
        }
    }

    private func install(
        _ files: [RequirementsFile],
        _ signals: borrowing SignalPipe,
        _ cancel: borrowing Descriptor
    ) throws -> String {
        let identity = run.requirementsIdentity(playbook, folder)
        let helper = try RequirementsHelper(playbook, run, folder)
        try helper.write(files)
        let deadline = BootClock.now() + run.settings.galaxy.timeout
        let judged = try ask(helper, .judge, deadline, signals, cancel)
        guard judged.problems.isEmpty else {
            throw RequirementsProblem(judged.problems.prefix(10).map(\.description).joined(separator: "; "))
        }
        guard !judged.isEmpty else { return "they name nothing" }
        let cache = RequirementsCache(of: folder)
        let key = try RequirementsCache.key(files, identity, judged, revision: run.revision)
        let known = try cache.newest(key)
        if let known, mayBeUsed(known), try take(known, from: cache, cancel) { return known.text }
        do {
            return try installAnew(helper, cache, key, deadline, signals, cancel)
        } catch let problem as RequirementsProblem {
            // What was good a day ago is better than nothing.
            guard let known, try take(known, from: cache, cancel) else { throw problem }
            try recorder.note("the requirements could not be resolved anew: \(problem)")
            return "\(known.text); they could not be resolved anew: \(problem)"
        }
    }

    private func installAnew(
        _ helper: RequirementsHelper,
        _ cache: RequirementsCache,
        _ key: String,
        _ deadline: Int64,
        _ signals: borrowing SignalPipe,
        _ cancel: borrowing Descriptor
    ) throws -> String {
        guard !run.settings.galaxy.offline else {
            throw RequirementsProblem(
                "these requirements were not installed before, and ansible.galaxy.offline in the daemon's configuration "
                    + "lets nothing be fetched"
            )
        }
        let answer = try ask(helper, .install, deadline, signals, cancel)
        if let error = answer.error { throw RequirementsProblem(error) }
        let entry = try keep(answer, of: helper, in: cache, key, cancel)
        guard try take(entry, from: cache, cancel) else {
            throw RequirementsProblem("what was installed could not be copied to the run")
        }
        try tidy(cache, but: entry)
        return entry.record.titles.joined(separator: ", ")
    }

    /// Another run may tidy at the same time, and this one has what it needs.
    private func tidy(_ cache: RequirementsCache, but entry: RequirementsCache.Entry) throws {
        do {
            try cache.tidy(but: entry.name)
        } catch {
            try recorder.note("what is kept of requirements could not be tidied: \(error)")
        }
    }

    private func keep(
        _ answer: RequirementsAnswer,
        of helper: RequirementsHelper,
        in cache: RequirementsCache,
        _ key: String,
        _ cancel: borrowing Descriptor
    ) throws -> RequirementsCache.Entry {
        do {
            return try cache.put(
                helper.target,
                key,
                mark: RunMarker.make(),
                answer.installed.map { masker.mask($0) },
                isMoving: answer.isMoving,
                goOn: Self.unlessCancelled(cancel)
            )
        } catch let excess as TooMuchToCopy {
            throw RequirementsProblem("\(excess) in what was installed")
        }
    }

    /// Whether what was installed before is still what the files ask for.
    private func mayBeUsed(_ entry: RequirementsCache.Entry) -> Bool {
        let age = WallClock.now() - entry.installed
        return run.settings.galaxy.offline || !entry.record.isMoving || (0..<Self.day).contains(age)
    }

    /// Gives the run a copy of its own.
    ///
    /// - Returns: False, with a word in the output, if it cannot be had.
    private func take(
        _ entry: RequirementsCache.Entry,
        from cache: RequirementsCache,
        _ cancel: borrowing Descriptor
    ) throws -> Bool {
        do {
            try cache.take(entry, to: folder.requirements, goOn: Self.unlessCancelled(cancel))
            try run.settings.account?.own(folder.requirements)
            return true
        } catch let stop as StoppedStep {
            throw stop
        } catch {
            try recorder.note("what was installed before cannot be used: \(error)")
            try FolderRemoval.remove(folder.requirements)
            return false
        }
    }

    private static func unlessCancelled(_ cancel: borrowing Descriptor) -> () throws -> Void {
        let number = cancel.number
        return {
            guard try ReadableDescriptors.wait(for: [number], upTo: 0).isEmpty else {
                throw StoppedStep(verdict: .cancelled)
            }
        }
    }

    /// Has the helper do something, and reads its answer.
    private func ask(
        _ helper: RequirementsHelper,
        _ mode: RequirementsHelper.Mode,
        _ deadline: Int64,
        _ signals: borrowing SignalPipe,
        _ cancel: borrowing Descriptor
    ) throws -> RequirementsAnswer {
        let limit = DurationText.text(milliseconds: run.settings.galaxy.timeout)
        let overdue = "it took longer than ansible.galaxy.timeout, \(limit), and was ended"
        let process = try HelperProcess(helper.request(mode), run, recorder)
        switch try process.untilTheEnd(deadline, overdue: .failed(overdue), signals, cancel) {
        case .stopped(.failed(let why)): throw RequirementsProblem(why)
        case .stopped(let verdict): throw StoppedStep(verdict: verdict)
        case .exited(let status, let bytes):
            guard status.isSuccess, let answer = RequirementsAnswer(bytes) else {
                throw RequirementsProblem(
                    "\(helper.interpreter[0]) could not read the requirements (\(Verdict.text(of: status, lastWords: nil))); "
                        + "it must be the Python that has Ansible: see the output"
                )
            }
            return answer
        }
    }

    private func report(_ state: Step.State, _ message: String? = nil) throws {
        let now = Instant(millisecondsSince1970: WallClock.now())
        try recorder.take(
            StepUpdate(
                name: Self.name,
                state: state,
                message: message,
                time: now,
                placement: .afterLastBegun
            )
        )
    }

    /// Takes down what is known of the failure, and says how the run has ended.
    private func failure(_ verdict: Verdict, _ survivors: [ProcessEntry] = []) throws
        -> RequirementsFailure
    {
        let message = verdict.message.map { masker.mask($0) }
        try report(.failure, message)
        try recorder.finish()
        let isFailed = verdict.outcome == .failed
        return RequirementsFailure(
            record: ExitRecord(
                outcome: verdict.outcome,
                message: message.map { isFailed ? "step \"\(Self.name)\" failed: \($0)" : $0 },
                survivors: survivors.map(Survivor.init),
                hasChildrenLeft: ProcessTree.hasChildren
            )
        )
    }
}

extension RequirementsCache.Entry {
    /// What it holds, and since when.
    fileprivate var text: String {
        let moment = Instant(millisecondsSince1970: installed)
        return "\(record.titles.joined(separator: ", ")); as installed at \(moment)"
    }
}
