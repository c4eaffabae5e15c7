/// Waits until `condition` holds, looking again every millisecond.
///
/// - Returns: Whether it held before the deadline, which is there for tests that fail.
package func eventually(
    within deadline: Duration = .seconds(180),
    _ condition: () async throws -> Bool
) async rethrows -> Bool {
    let clock = ContinuousClock()
    let end = clock.now.advanced(by: deadline)
    while clock.now < end {
        if try await condition() { return true }
        // A test whose task was cancelled looks once more and gives up.
        try? await clock.sleep(for: .milliseconds(1))
        if Task.isCancelled { break }
    }
    return try await condition()
}
