/// What can be read of the past as a whole, to decide what of it goes.
package protocol HistoryReading {
    /// The newest of everything.
    func position() throws -> HistoryPosition
    /// Nil if it was never counted.
    func age() throws -> HistoryAge?
    /// Removed ones included, by id, from the first one greater than `service`.
    func services(after service: Service.ID?, limit: Int) throws -> [Service.ID]
    /// The services that have left their repository, by id.
    func removedServices() throws -> [RemovedService]
    /// The finished deployments of the service without its newest `count`, oldest first.
    func finished(of service: Service.ID, beyond count: Int, limit: Int) throws -> [Deployment.ID]
    /// The deployments of the service from which the future is decided: its last one, the last one that started, the
    /// last one that succeeded, and the one that is deployed.
    func needed(of service: Service.ID) throws -> Set<Deployment.ID>
}

/// A service that has left its repository, and the last that is known of it.
package struct RemovedService: Hashable, Sendable {
    package let id: Service.ID
    package let lastDeployment: Deployment.ID?
    package let lastDecision: DecisionRecord.ID?
    /// Whether a deployment of it waits for a slot or runs.
    package let isUnderWay: Bool

    package init(
        id: Service.ID,
        lastDeployment: Deployment.ID?,
        lastDecision: DecisionRecord.ID?,
        isUnderWay: Bool
    ) {
        self.id = id
        self.lastDeployment = lastDeployment
        self.lastDecision = lastDecision
        self.isUnderWay = isUnderWay
    }
}

/// How a unit of work forgets the past; what is not there is forgotten already.
package protocol HistoryWriting {
    func save(_ age: HistoryAge) throws
    /// Removes those of these deployments of the service that are finished, with their steps.
    ///
    /// - Returns: How many there were.
    func remove(_ deployments: [Deployment.ID], of service: Service.ID) throws -> Int
    /// Removes the oldest decisions up to `last`, at most `limit`, and of no service the last one.
    ///
    /// - Returns: How many there were.
    func removeDecisions(upTo last: DecisionRecord.ID, limit: Int) throws -> Int
    /// Removes the oldest events up to `last`, at most `limit`, and never the last one of all.
    ///
    /// - Returns: How many there were.
    func removeEvents(upTo last: Int64, limit: Int) throws -> Int
    /// Removes what is left of a service that has left its repository and has no deployments any more.
    ///
    /// - Returns: Whether there was one.
    func removeRemains(of service: Service.ID) throws -> Bool
    /// Gives a little of the disk back that the store does not need any more.
    ///
    /// - Returns: Whether there is more to give back.
    func shrink() throws -> Bool
}
