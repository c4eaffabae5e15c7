/// The store was closed, because the daemon that had it open ends or begins anew.
package struct StoreClosed: Error, Hashable, CustomStringConvertible {
    package var description: String { "the store is closed: the daemon ends, or begins anew" }
}
