package import Domain
internal import Platform

/// The body of `reconciler supervise`, which a run's guardian starts and which outlives the daemon.
///
/// It starts in the run's folder, with the run's lock, its cancel pipe and its secrets as descriptors.
package enum Supervisor {
    /// The descriptors that the daemon hands down.
    static let lockDescriptor: Int32 = 3
    static let cancelDescriptor: Int32 = 4
    static let secretsDescriptor: Int32 = 5

    /// Runs to the end of the run.
    ///
    /// - Returns: The process's exit status: 0 when the run's end is written down, 2 outside of a run's folder.
    package static func run(_ failpoints: Failpoints = .unwatched) -> Int32 {
        BrokenPipes.reportAsErrors()
        do {
            // The supervisor's own files are reached from its working directory, wherever that is moved.
            var folder = RunFolder(path: ".")
            var run = try RunSpecification(RecordFile.read(folder.specification))
            folder.outside = run.outside
            try RunLock.holdForLife()
            run.handed = try HandedSecrets(from: Descriptor(adopting: secretsDescriptor))
            try Subreaper.become()
            failpoints.reach(.supervisorBegan)
            let record = outcome(run, folder, failpoints)
            failpoints.reach(.mainEnded)
            seal(folder)
            failpoints.reach(.outputSealed)
            try ExitFile.write(record, in: folder)
            failpoints.reach(.exitWritten)
            return 0
        } catch {
            SupervisorLog.note("reconciler supervise is started by the daemon, for one run: \(error)")
            return 2
        }
    }

    private static func outcome(
        _ run: RunSpecification,
        _ folder: RunFolder,
        _ failpoints: Failpoints
    ) -> ExitRecord {
        do {
            return try supervise(run, folder, failpoints)
        } catch let failure as RequirementsFailure {
            return failure.record
        } catch let error as CannotStart {
            return ExitRecord(outcome: .failed, message: "\(error)")
        } catch {
            let survivors = ProcessTree.abandon()
            return ExitRecord(
                outcome: .failed,
                message: "the run could not be supervised: \(error)",
                survivors: survivors.map(Survivor.init),
                hasChildrenLeft: ProcessTree.hasChildren
            )
        }
    }

    static func seal(_ folder: RunFolder) {
        do {
            try OutputLog.seal(folder)
        } catch {
            // The daemon does it again when it takes the run's folder down.
            SupervisorLog.note("the output could not be put together: \(error)")
        }
    }

    private static func supervise(
        _ run: RunSpecification,
        _ folder: RunFolder,
        _ failpoints: Failpoints
    ) throws -> ExitRecord {
        let signals = try SignalPipe([
            Signals.childEnded, Signals.terminate, Signals.interrupt, Signals.hangUp,
        ])
        let cancel = Descriptor(adopting: cancelDescriptor)
        try cancel.setCloseOnExec(true)
        try cancel.setNonBlocking()
        let token = run.handed.token ?? AccessToken.make()
        let masker = Masker(MaskedValues.of(run.environment, run.handed) + [Array(token.utf8)])
        let place = RunFolder(path: try OwnProcess.workingDirectory(), outside: run.outside)
        let recorder = try RunRecorder(run, folder, masker: masker, root: place.export, failpoints: failpoints)
        let inbox = try ReportInbox()
        let port = try ReportListener.start(token: token, inbox: inbox, masker: masker)
        try RunConfiguration(run: run, token: token, port: port).write(to: folder)
        let streams = RunStreams()
        try StartMark.write(in: folder)
        failpoints.reach(.startMarked)
        if let files = run.settings.openFiles { try OpenFileLimit.set(soft: files) }
        try RequirementsStep(run, place, recorder, masker)?.carryOut(signals, cancel)
        let main = try MainProcess(run: run, folder: place).start(streams)
        failpoints.reach(.mainStarted)
        let supervision = Supervision(
            run: run,
            recorder: recorder,
            streams: streams,
            inbox: inbox,
            signals: signals,
            cancel: cancel,
            main: main
        )
        return try supervision.untilTheEnd()
    }
}
