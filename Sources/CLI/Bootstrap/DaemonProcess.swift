internal import Domain
internal import Persistence
internal import Platform

/// The daemon as a process: from its first configuration through its signals to its end.
struct DaemonProcess {
    private var configuration: DaemonConfiguration
    private let reread: @Sendable () throws(InvalidConfiguration) -> DaemonConfiguration
    private let environment: [String: String]
    private let time: any TimeSource
    private let failpoints: Failpoints
    private let log: StderrLog
    private let stopping = StopNotice()
    private let manager: ServiceManager

    /// A daemon that has not started; `reread` reads the configuration anew.
    init(
        _ configuration: DaemonConfiguration,
        environment: [String: String],
        time: any TimeSource,
        failpoints: Failpoints,
        reread: @escaping @Sendable () throws(InvalidConfiguration) -> DaemonConfiguration
    ) {
        self.configuration = configuration
        self.environment = environment
        self.time = time
        self.failpoints = failpoints
        self.reread = reread
        log = StderrLog(configuration.log, time: time)
        manager = ServiceManager(environment, log: log)
    }

    /// Something that the process has to react to.
    private enum Occurrence: Sendable {
        case signal(TerminationSignal)
        /// The work has found everything in order, and begins.
        case ready(generation: Int)
        /// The work has ended by itself, which it never should.
        case ended(generation: Int, error: String?)
    }

    /// Runs until SIGTERM or SIGINT.
    ///
    /// - Throws: ``CommandFailure``, or what kept the daemon from starting or going on.
    mutating func run() async throws {
        BrokenPipes.reportAsErrors()
        OwnMemory.giveBackLargeBlocks()
        let stateDir = try await takeStateDir()
        let (occurrences, happened) = AsyncStream.makeStream(of: Occurrence.self)
        let signals = Task { [stopping, signals = try TerminationSignals.stream()] in
            for await signal in signals {
                if signal != .hangUp { stopping.note() }
                happened.yield(.signal(signal))
            }
        }
        defer { signals.cancel() }
        let openFiles = try OpenFiles.raise()
        let listeners = Listeners(configuration, openFiles: openFiles, log: log)
        let context = try context(stateDir, openFiles)
        var work = try await begin(behind: listeners, context, happened)
        let unit = UnitCheck(environment: environment, log: log)
        Task { await unit.run() }
        for await occurrence in occurrences {
            switch occurrence {
            case .signal(.hangUp):
                guard changeConfiguration() else { continue }
                work = try await exchange(work, behind: listeners, context, happened)
            case .signal(.terminate), .signal(.interrupt): return await stop(work, behind: listeners)
            case .ready(let generation):
                if generation == work.generation { manager.tell(.ready(status: status)) }
            case .ended(let generation, let error) where generation == work.generation:
                throw CommandFailure(.failed, "the daemon cannot go on: \(error ?? "its work has ended")")
            case .ended: continue
            }
        }
    }

    /// The state dir, which is this daemon's alone from now on.
    private func takeStateDir() async throws -> StateDir {
        try LocalDisk.require(configuration.stateDir)
        let stateDir = try await StateDir(configuration.stateDir)
        if stateDir.wasOpen {
            log.warning("other users could enter the state dir; it is closed to them now", ["path": stateDir.path])
        }
        return stateDir
    }

    private func context(
        _ stateDir: borrowing StateDir,
        _ openFiles: OpenFiles
    ) throws(CommandFailure) -> Engine.Context {
        Engine.Context(
            environment: environment,
            openFiles: openFiles,
            store: stateDir.store,
            owner: try stateDir.owner(host: HostName.own),
            historyCheck: StoreHistoryCheck(path: stateDir.store),
            started: time.now(),
            time: time,
            log: log,
            watchdog: Watchdog(environment, manager),
            failpoints: failpoints
        )
    }

    /// Begins to work, once requests are answered.
    private func begin(
        behind listeners: Listeners,
        _ context: Engine.Context,
        _ happened: AsyncStream<Occurrence>.Continuation
    ) async throws -> Work {
        let engine = try await Engine(configuration, context)
        listeners.lead(to: engine)
        // A daemon that cannot be reached deploys nothing.
        tellStart(try listeners.open())
        return Work(engine, generation: 0, happened)
    }

    /// Goes on with the configuration as it is now; runs and connections go on too, and requests wait for a moment.
    ///
    /// Nothing of the work before is left when the next begins.
    private func exchange(
        _ work: consuming Work,
        behind listeners: Listeners,
        _ context: Engine.Context,
        _ happened: AsyncStream<Occurrence>.Continuation
    ) async throws -> Work {
        let generation = work.generation + 1
        listeners.holdChanges()
        await work.end()
        await listeners.holdAll()
        await work.close()
        let engine = try await openAgain(context)
        listeners.lead(to: engine)
        return Work(engine, generation: generation, happened)
    }

    /// Opens the next engine, again and again while that fails: what a full disk or too many open files forbid now may
    /// be possible soon, and the one before is closed already.
    ///
    /// - Throws: What it fails with, once the daemon is to stop.
    private func openAgain(_ context: Engine.Context) async throws -> Engine {
        while true {
            do {
                return try await Engine(configuration, context)
            } catch {
                guard !stopping.isNoted else { throw error }
                log.error("cannot go on with the new configuration yet", ["error": "\(error)"])
            }
            // Cut short only by the end of the process.
            try? await Task.sleep(for: .seconds(1))
        }
    }

    /// Ends everything but the runs.
    private func stop(_ work: consuming Work, behind listeners: Listeners) async {
        manager.tell(.stopping)
        await listeners.close()
        await work.end()
        await work.close()
        log.info("stopped", ["runs": "those under way go on and are taken up at the next start"])
    }

    /// An engine at work.
    private struct Work: ~Copyable {
        let generation: Int
        private let engine: Engine
        private let task: Task<Void, Never>

        init(_ engine: Engine, generation: Int, _ happened: AsyncStream<Occurrence>.Continuation) {
            self.engine = engine
            self.generation = generation
            task = Task {
                do {
                    try await engine.run { happened.yield(.ready(generation: generation)) }
                    happened.yield(.ended(generation: generation, error: nil))
                } catch is CancellationError {
                    return
                } catch {
                    happened.yield(.ended(generation: generation, error: "\(error)"))
                }
            }
        }

        /// Ends the work in this process; runs go on.
        borrowing func end() async {
            task.cancel()
            await task.value
        }

        /// Closes the engine, whose work has ended.
        consuming func close() async { await engine.close() }
    }

    /// One line for people who look at the unit.
    private var status: String {
        "Following " + configuration.sources.map(\.name.text).joined(separator: ", ")
    }

    private func tellStart(_ addresses: Listeners.Addresses) {
        log.info(
            "started",
            [
                "version": Version.text, "state_dir": configuration.stateDir,
                "control_socket": configuration.controlSocket, "status": "http://\(addresses.status)",
                "hooks": addresses.hooks.map { "http://\($0)" },
                "auth": configuration.access.isGuarded ? "on" : "off",
                "sources": configuration.sources.map { "\($0.name)=\($0.url)" }.joined(separator: " "),
            ]
        )
    }

    /// Reads the configuration anew, and tells the service manager; one that is bad changes nothing.
    ///
    /// - Returns: Whether the work must begin anew with it.
    private mutating func changeConfiguration() -> Bool {
        manager.tell(.reloading)
        let isEffective = readConfiguration()
        if !isEffective { manager.tell(.ready(status: status)) }
        return isEffective
    }

    /// - Returns: Whether there is another one, with which the work must begin anew.
    private mutating func readConfiguration() -> Bool {
        do {
            let change = ConfigurationChange(from: configuration, to: try reread())
            log.use(change.result.log)
            for key in change.needRestart {
                log.warning("a changed key takes effect at the next start", ["key": key])
            }
            configuration = change.result
            log.info("configuration read", ["changed": change.isEffective])
            return change.isEffective
        } catch {
            for problem in error.problems {
                log.error("the configuration is bad and stays as it was", ["problem": problem.description])
            }
            return false
        }
    }
}
