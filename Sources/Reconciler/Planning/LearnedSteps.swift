internal import Domain

/// The steps that the next run of a service is expected to have, as its last success had them.
enum LearnedSteps {
    /// One entry a step, however many hosts it ran on; without those that were expected and never came.
    static func of(_ success: Deployment?) -> [StepDefinition] {
        var seen: Set<String> = []
        let came = (success?.steps ?? []).filter { $0.started != nil || $0.state != .skipped }
        let firsts = came.filter { step in step.key.map { seen.insert($0).inserted } ?? true }
        return firsts.map { StepDefinition(name: $0.name, description: $0.description) }
    }
}
