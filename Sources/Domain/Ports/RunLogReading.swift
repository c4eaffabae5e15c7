/// The output of runs.
package protocol RunLogReading: Sendable {
    /// Bytes of the run's output from `offset`, at most `limit` of them; empty at its present end.
    ///
    /// - Throws: ``RunLogMissing`` if no output is kept.
    func read(_ deployment: Deployment.ID, from offset: Int64, limit: Int) async throws -> [UInt8]

    /// How many bytes there are now.
    func size(_ deployment: Deployment.ID) async throws -> Int64
}

/// The output of a deployment is not there: it never started, or it is not kept any more.
package struct RunLogMissing: Error, Hashable, CustomStringConvertible {
    package let deployment: Deployment.ID

    package init(deployment: Deployment.ID) { self.deployment = deployment }

    package var description: String {
        "there is no output of deployment \(deployment): it has not started, or its output is not kept any more"
    }
}
