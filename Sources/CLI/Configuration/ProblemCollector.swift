/// Collects what is wrong, so that everything is said at once.
struct ProblemCollector {
    private(set) var problems: [ConfigurationProblem] = []

    /// What `read` returns; nil, and the problem remembered, if it throws.
    mutating func attempt<Value>(_ read: () throws(ConfigurationProblem) -> Value) -> Value? {
        do {
            return try read()
        } catch {
            problems.append(error)
            return nil
        }
    }

    mutating func add(_ problem: ConfigurationProblem) { problems.append(problem) }

    mutating func add(_ more: [ConfigurationProblem]) { problems += more }
}
