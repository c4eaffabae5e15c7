import Domain
import Foundation
import TestSupport

/// The daemon's configuration file, of which some can be changed while it runs.
struct DaemonSettings {
    /// What the good source is called.
    static let source = "config"

    let url: String
    let hostileURL: String
    let runAs: String?
    let freeBytes: String
    var concurrency = 6
    var logLevel = "debug"

    /// Writes it, whole from one moment to the next.
    func write(to path: String) throws {
        try Data(json.text(.pretty).utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    private var json: JSONValue {
        var object = JSONObject([
            .init("sources", .array([source(Self.source, url, "2s"), source("hostile", hostileURL, "15s")])),
            .init("status_listen", .string("127.0.0.1:0")), .init("concurrency", .integer(Int64(concurrency))),
            .init("log", .members(["level": .string(logLevel)])),
            .init(
                "retention",
                .members(["deployments": .integer(1_000_000), "free_bytes": .string(freeBytes)])
            ),
        ])
        if let runAs { object["run_as"] = .string(runAs) }
        return .object(object)
    }

    private func source(_ name: String, _ url: String, _ timeout: String) -> JSONValue {
        .members([
            "name": .string(name), "url": .string(url), "interval": .string("0s"), "timeout": .string(timeout),
        ])
    }
}
