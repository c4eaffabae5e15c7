import Domain
import Reconciler
import TestSupport

/// Outputs of runs in memory; some of them may refuse to go.
actor FakeRunOutputs: RunOutputKeeping {
    private(set) var kept: [Deployment.ID: Int64]
    /// Those that were taken down, in this order.
    private(set) var removed: [Deployment.ID] = []
    private var stuck: Set<Deployment.ID> = []

    init(_ kept: [Int64: Int64] = [:]) {
        self.kept = Dictionary(uniqueKeysWithValues: kept.map { (Deployment.ID($0), $1) })
    }

    func put(_ deployment: Deployment.ID, _ bytes: Int64) { kept[deployment] = bytes }
    func refuses(_ deployment: Deployment.ID?) { stuck = Set([deployment].compactMap(\.self)) }

    func sizes() -> [Deployment.ID: Int64] { kept }
    func size(of deployment: Deployment.ID) -> Int64? { kept[deployment] }

    func remove(_ deployment: Deployment.ID) throws {
        if stuck.contains(deployment) { throw Unreachable(what: "output \(deployment)") }
        kept[deployment] = nil
        removed.append(deployment)
    }
}
