internal import Domain

/// Whether the store takes work now.
struct WriteCheck: Sendable {
    let unitOfWork: any UnitOfWork
    let log: any Log

    /// Opens a unit of work and changes nothing, so that looking costs no disk.
    func passes() async -> Bool {
        do {
            _ = try await unitOfWork.perform { transaction in try transaction.events.lastSequence() }
            return true
        } catch {
            log.error("the store cannot be used", ["error": "\(error)"])
            return false
        }
    }
}
