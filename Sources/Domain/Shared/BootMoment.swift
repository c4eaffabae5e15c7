/// A moment of the boot-time clock: milliseconds since the machine `boot` was started, suspended time included.
///
/// Setting the wall clock does not move it.
package struct BootMoment: Hashable, Sendable {
    /// The boot's id, as Linux gives it in `/proc/sys/kernel/random/boot_id`.
    package let boot: String
    package let milliseconds: Int64

    package init(boot: String, milliseconds: Int64) {
        self.boot = boot
        self.milliseconds = milliseconds
    }
}

/// A wait that survives restarts: until `due` on the boot where it began, at most `length` after a later boot.
package struct Backoff: Hashable, Sendable {
    package let due: BootMoment
    /// The whole wait, in milliseconds.
    package let length: Int64

    package init(due: BootMoment, length: Int64) {
        self.due = due
        self.length = length
    }

    /// A wait of `length` milliseconds that begins now.
    package init(from now: BootMoment, length: Int64) {
        self.init(due: BootMoment(boot: now.boot, milliseconds: now.milliseconds + length), length: length)
    }

    /// How long is still to wait, in milliseconds; zero when it is over.
    package func remaining(at now: BootMoment) -> Int64 {
        let end = now.boot == due.boot ? due.milliseconds : length
        return max(0, min(end - now.milliseconds, length))
    }
}
