package import Domain

/// The readers of the store, apart for those who must not wait for each other.
package struct StoreReaders: Sendable {
    /// For what the daemon does by itself: it plans, starts and follows runs, forgets.
    ///
    /// Its reads are short, are never refused, and end by themselves.
    package let daemon: ReaderPool
    /// For what is asked of the daemon's state: reads of any size, as many as anybody likes to send.
    package let requests: ReaderPool
    /// For what people ask over the control socket, whatever anybody sends elsewhere.
    package let control: ReaderPool
    /// For who may ask: small reads, one for each request, which must not wait for the large ones.
    package let access: ReaderPool
    /// For clients of the feed that read what they have missed, a page at a time.
    package let feed: ReaderPool

    /// - `open`: Opens the store for so many reads at once.
    package init<Failure: Error>(
        clock: any Clock<Duration> = ContinuousClock(),
        _ open: (_ readers: Int) throws(Failure) -> any ReadStore
    ) throws(Failure) {
        func pool(_ name: String, _ limits: ReadLimits) throws(Failure) -> ReaderPool {
            ReaderPool(name, try open(limits.readers), limits, clock: clock)
        }
        daemon = try pool("daemon", ReadLimits(readers: 2, isCancellable: false))
        requests = try pool("requests", ReadLimits(readers: 2, waiting: 64, seconds: 10))
        control = try pool("control", ReadLimits(readers: 1, waiting: 64, seconds: 10))
        // How many wait is limited by the number of connections.
        access = try pool("access", ReadLimits(readers: 1, seconds: 10))
        feed = try pool("feed", ReadLimits(readers: 1))
    }

    /// Closes all of them.
    package func close() async {
        for pool in all { await pool.close() }
    }

    var all: [ReaderPool] { [daemon, requests, control, access, feed] }
}
