internal import Dispatch
internal import Synchronization

/// One thread on which the whole process waits for what comes from outside: for descriptors, and for moments.
///
/// However many tasks wait, none of them keeps a thread. A wait ends with what it waits for, at its deadline, or as
/// soon as its task is cancelled or ``end(_:)`` is called, and leaves nothing behind.
final class Waiter: Sendable {
    /// How a wait ended.
    enum Ending: Sendable {
        /// The descriptor is ready.
        case ready
        /// The deadline has come.
        case due
        /// It was ended from outside.
        case ended
    }

    private static let present = Mutex<Waiter?>(nil)

    /// The process's own, whose thread starts with the first wait and stays.
    ///
    /// - Throws: That there is no descriptor left for it; asked again it tries again.
    static func shared() throws(SystemError) -> Waiter {
        let waiter = present.withLock { present in
            Result { () throws(SystemError) in
                if let present { return present }
                let waiter = try Waiter()
                present = waiter
                return waiter
            }
        }
        return try waiter.get()
    }

    private let mailbox: Mailbox<WaiterLoop.Message>
    private let nextID = Atomic<UInt64>(WaiterLoop.mailboxID + 1)

    private init() throws(SystemError) {
        let mailbox = try Mailbox<WaiterLoop.Message>()
        self.mailbox = mailbox
        let poller = try Poller()
        try poller.add(mailbox.wakeUp.descriptor, id: WaiterLoop.mailboxID, .input)
        let number = poller.release()
        // A queue of its own is a thread of its own, for as long as the process lives.
        DispatchQueue(label: "waiter").async { WaiterLoop(mailbox, Poller(adopting: number)).run() }
    }

    /// A wait that has not begun, so that it can be ended from outside whenever that is.
    func makeWait() -> Wait { Wait(id: nextID.add(1, ordering: .relaxed).oldValue) }

    /// Waits until `descriptor`, if there is one, is ready, which must stay open meanwhile and is waited for once, or
    /// until `deadline`, in milliseconds of the boot clock.
    ///
    /// - Returns: What ended it.
    /// - Throws: ``SystemError`` if the descriptor cannot be watched, `CancellationError` if the task was cancelled.
    func run(
        _ wait: Wait,
        for descriptor: Int32? = nil,
        _ interest: Readiness = .input,
        until deadline: Int64?
    ) async throws -> Ending {
        let order = WaiterLoop.Condition(descriptor: descriptor, interest: interest, deadline: deadline)
        let ending = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                mailbox.post(.begin(wait, order, continuation))
            }
        } onCancel: {
            end(wait)
        }
        try Task.checkCancellation()
        return ending
    }

    /// Ends a wait, also one that has not begun yet; one that is over stays as it is.
    func end(_ wait: Wait) {
        wait.end()
        mailbox.post(.end(wait))
    }
}

/// One wait of a ``Waiter``.
final class Wait: Sendable {
    let id: UInt64
    private let isOver = Atomic(false)

    fileprivate init(id: UInt64) {
        self.id = id
    }

    /// Whether it was ended from outside.
    var wasEnded: Bool { isOver.load(ordering: .acquiring) }

    fileprivate func end() { isOver.store(true, ordering: .releasing) }
}
