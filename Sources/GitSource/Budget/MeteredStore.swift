/// Objects that are paid for: whoever reads a tree or a blob spends from a budget, and is stopped when it is used up.
final class MeteredStore: ObjectStore {
    private let store: any ObjectStore
    /// What the present reading or export has spent.
    var meter: BudgetMeter

    init(_ store: any ObjectStore, _ meter: BudgetMeter) {
        self.store = store
        self.meter = meter
    }

    func tree(_ id: ObjectID) throws -> Tree {
        try meter.checkIn()
        let tree = try store.tree(id)
        try meter.spend(entries: Int64(tree.estimatedCount))
        return tree
    }

    func size(ofBlob id: ObjectID) throws -> Int {
        try meter.checkIn()
        return try store.size(ofBlob: id)
    }

    func blob(_ id: ObjectID, limit: Int) throws -> [UInt8]? {
        try meter.checkIn()
        return try store.blob(id, limit: limit)
    }

    func withBlob(_ id: ObjectID, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        let size = try size(ofBlob: id)
        guard size <= meter.limits.fileBytes else {
            throw SourceFailure("the file \(id) has \(size) bytes; \(BudgetLimit.fileBytes.advice)")
        }
        try store.withBlob(id, body)
    }
}
