internal import CLinux
internal import Glibc

/// What a socket is ready for, or is asked about.
package struct Readiness: OptionSet, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    package static let input = Readiness(rawValue: EPOLLIN.rawValue)
    package static let output = Readiness(rawValue: EPOLLOUT.rawValue)
    /// The peer will send no more.
    package static let peerClosed = Readiness(rawValue: EPOLLRDHUP.rawValue)
    /// Both directions are over; told unasked.
    package static let hungUp = Readiness(rawValue: EPOLLHUP.rawValue)
    /// Told unasked.
    package static let failed = Readiness(rawValue: EPOLLERR.rawValue)
}

/// The owner of an `epoll` instance, level-triggered.
package struct Poller: ~Copyable {
    package struct Event {
        package let id: UInt64
        package let readiness: Readiness
    }

    private let instance: Descriptor
    private var events = [epoll_event](repeating: epoll_event(), count: 256)

    package init() throws(SystemError) {
        instance = Descriptor(
            adopting: try systemCall("make an epoll instance") { epoll_create1(Int32(EPOLL_CLOEXEC)) }
        )
    }

    /// Takes over an instance that was released, and what it watches.
    init(adopting number: Int32) {
        instance = Descriptor(adopting: number)
    }

    /// Gives up ownership, for another thread to adopt.
    consuming func release() -> Int32 { instance.release() }

    package func add(_ descriptor: borrowing Descriptor, id: UInt64, _ interest: Readiness) throws(SystemError) {
        try add(number: descriptor.number, id: id, interest)
    }

    package func change(_ descriptor: borrowing Descriptor, id: UInt64, _ interest: Readiness) throws(SystemError) {
        try control(EPOLL_CTL_MOD, descriptor.number, id, interest)
    }

    /// Ends the watching at once: closing does so only when no child that is being started has a copy.
    package func remove(_ descriptor: borrowing Descriptor) throws(SystemError) {
        try remove(number: descriptor.number)
    }

    /// The same for a descriptor whose owner keeps it open meanwhile.
    func add(number: Int32, id: UInt64, _ interest: Readiness) throws(SystemError) {
        try control(EPOLL_CTL_ADD, number, id, interest)
    }

    func remove(number: Int32) throws(SystemError) {
        try control(EPOLL_CTL_DEL, number, 0, [])
    }

    /// Waits for events, at most `timeout` milliseconds, or without end when negative.
    package mutating func wait(timeout: Int32) throws(SystemError) -> [Event] {
        let count = try systemCall("wait for sockets") {
            let count = epoll_wait(instance.number, &events, Int32(events.count), timeout)
            // An interrupted wait is one that found nothing: the time until the next deadline has changed.
            return count == -1 && errno == EINTR ? 0 : count
        }
        return events.prefix(Int(count)).map { Event(id: $0.data.u64, readiness: Readiness(rawValue: $0.events)) }
    }

    private func control(
        _ operation: Int32,
        _ number: Int32,
        _ id: UInt64,
        _ interest: Readiness
    ) throws(SystemError) {
        var event = epoll_event(events: interest.rawValue, data: epoll_data_t(u64: id))
        try systemCall("watch a socket") { epoll_ctl(instance.number, operation, number, &event) }
    }
}
