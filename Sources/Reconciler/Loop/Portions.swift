internal import Domain

/// Services in portions, each a unit of work: large enough that syncing the disk costs little for each service, and
/// small enough that nobody else who wants to write waits for long.
struct Portions: Sequence, IteratorProtocol {
    private static let size = 64
    private var rest: ArraySlice<Service.ID>

    init(of services: [Service.ID]) { rest = services[...] }

    mutating func next() -> [Service.ID]? {
        guard !rest.isEmpty else { return nil }
        defer { rest = rest.dropFirst(Self.size) }
        return Array(rest.prefix(Self.size))
    }
}
