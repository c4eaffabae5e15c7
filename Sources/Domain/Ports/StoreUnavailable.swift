/// The store could not be asked for what a run needs: no fault of the run, which is made ready again later.
package struct StoreUnavailable: Error, Hashable, CustomStringConvertible {
    /// What the store said.
    package let reason: String

    package init(reason: String) { self.reason = reason }

    package var description: String { "the store cannot be asked: \(reason)" }

    /// Asks the store.
    ///
    /// - Throws: ``StoreUnavailable`` for whatever `ask` throws, but for `CancellationError`.
    package static func unlessAnswered<Value>(_ ask: () async throws -> Value) async throws -> Value {
        do {
            return try await ask()
        } catch let cancellation as CancellationError {
            throw cancellation
        } catch {
            throw StoreUnavailable(reason: "\(error)")
        }
    }
}
