import Foundation

/// One line of the events plugin, as far as tests look at it.
struct PluginEvent: Decodable, Sendable {
    struct PlannedTask: Decodable, Sendable {
        let task: String
        let name: String
        let section: String?
    }

    struct Counts: Decodable, Sendable, Equatable {
        var ok = 0
        var changed = 0
        var failures = 0
        var unreachable = 0
        var skipped = 0
        var rescued = 0
        var ignored = 0
    }

    let event: String
    let ansible: String?
    let play: String?
    let tasks: [PlannedTask]?
    let handlers: [String]?
    let task: String?
    let name: String?
    let kind: String?
    let section: String?
    let host: String?
    let status: String?
    let changed: Bool?
    let message: String?
    let item: String?
    let attempt: Int?
    let of: Int?
    let attempts: Int?
    let delegate: String?
    let rescued: Bool?
    let ignoredUnreachable: Bool?
    let handler: String?
    let hosts: [String: Counts]?
    let more: Bool?

    /// Every line of a file, each of which must be an event.
    static func read(_ lines: Data) throws -> [PluginEvent] {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try lines.split(separator: UInt8(ascii: "\n")).map { try decoder.decode(PluginEvent.self, from: $0) }
    }
}
