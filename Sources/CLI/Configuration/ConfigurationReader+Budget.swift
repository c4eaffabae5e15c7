internal import GitSource

extension ConfigurationReader {
    /// What reading a revision and exporting a service may cost.
    mutating func budget() -> ReadingBudget {
        var budget = ReadingBudget()
        budget.entries = count(.budgetEntries) ?? budget.entries
        budget.bytes = size(.budgetBytes) ?? budget.bytes
        budget.fileBytes = size(.budgetFileBytes) ?? budget.fileBytes
        budget.links = count(.budgetLinks) ?? budget.links
        budget.definitionBytes = size(.budgetDefinitionBytes) ?? budget.definitionBytes
        budget.time = value(.budgetTime, Self.time) ?? budget.time
        return budget
    }

    private mutating func count(_ key: ConfigurationKey) -> Int64? {
        value(key) { setting throws(ConfigurationProblem) in Int64(try setting.integer(in: 1...1_000_000_000)) }
    }

    private mutating func size(_ key: ConfigurationKey) -> Int64? {
        value(key) { setting throws(ConfigurationProblem) in try setting.size(from: 1) }
    }

    private static func time(_ setting: Setting) throws(ConfigurationProblem) -> Int64 {
        let milliseconds = try setting.duration()
        guard milliseconds >= 1_000 else { throw setting.problem("a time for reading must be 1s or longer") }
        return milliseconds
    }
}
