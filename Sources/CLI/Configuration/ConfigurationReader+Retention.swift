internal import Domain

extension ConfigurationReader {
    /// How much of the past is kept, and how much disk has to stay free.
    mutating func retention() -> RetentionLimits {
        var limits = RetentionLimits()
        limits.deployments = count(.keptDeployments, 1_000_000) ?? limits.deployments
        limits.events = count(.keptEvents, 1_000_000_000) ?? limits.events
        limits.eventBytes = size(.eventBytes, from: 1) ?? limits.eventBytes
        limits.age = value(.keptAge, Self.age)
        limits.logBytes = size(.logBytes, from: 1) ?? limits.logBytes
        limits.totalLogBytes = size(.totalLogBytes, from: 0) ?? limits.totalLogBytes
        limits.freeBytes = size(.freeBytes, from: 0) ?? limits.freeBytes
        return limits
    }

    private mutating func count(_ key: ConfigurationKey, _ most: Int) -> Int? {
        value(key) { setting throws(ConfigurationProblem) in try setting.integer(in: 1...most) }
    }

    private mutating func size(_ key: ConfigurationKey, from least: Int64) -> Int64? {
        value(key) { setting throws(ConfigurationProblem) in try setting.size(from: least) }
    }

    private static func age(_ setting: Setting) throws(ConfigurationProblem) -> Int64 {
        let milliseconds = try setting.duration()
        guard milliseconds >= 1_000 else { throw setting.problem("an age must be 1s or longer") }
        return milliseconds
    }
}
