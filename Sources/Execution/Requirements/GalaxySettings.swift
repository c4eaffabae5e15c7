internal import Domain

/// How `ansible-galaxy` installs what a run needs, as the daemon's configuration says.
package struct GalaxySettings: Hashable, Sendable {
    /// A path, or a name that is looked for in the run's `PATH`; nil for the one beside the `ansible-playbook`.
    package var program: String?
    /// Where roles and collections are asked for; without one it is what Ansible's own configuration says.
    package var servers: [Server] = []
    /// Whether only what was installed before is used.
    package var offline = false
    /// How long it may take, in milliseconds.
    package var timeout: Int64 = defaultTimeout
    /// Whether Git repositories of the machine itself may be named, by `file://`.
    package var local = false

    package init() {}

    /// A server that answers as Galaxy does.
    package struct Server: Hashable, Sendable {
        /// Letters, digits and "_".
        package let name: String
        /// `https://…` or `http://…`.
        package let url: String

        package init(name: String, url: String) {
            (self.name, self.url) = (name, url)
        }
    }

    /// Ten minutes, in milliseconds.
    package static let defaultTimeout: Int64 = 10 * 60_000
}

extension GalaxySettings {
    var json: JSONValue {
        .members([
            "program": .optional(program),
            "servers": .array(servers.map { .members(["name": .string($0.name), "url": .string($0.url)]) }),
            "offline": .bool(offline),
            "timeout": .integer(timeout),
            "local": .bool(local),
        ])
    }

    /// Reads what ``json`` wrote.
    init(_ record: RecordReader) throws(UnreadableRecord) {
        self.init()
        program = record.optional("program")
        servers = []
        for server in try record.records("servers") {
            servers.append(Server(name: try server.string("name"), url: try server.string("url")))
        }
        offline = record.bool("offline")
        timeout = try record.integer("timeout", clampedTo: RunLimits.spans)
        local = record.bool("local")
    }
}
