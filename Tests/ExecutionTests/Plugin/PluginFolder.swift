import Foundation

/// A folder with the plugin under a random name, there for one run.
struct PluginFolder: ~Copyable {
    /// The plugin's name in this folder: no repository can have a file for it.
    let pluginName = "events_" + UUID().uuidString.lowercased().filter { $0 != "-" }
    private let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)

    init() throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: Self.plugin, toPath: path(pluginName + ".py"))
    }

    deinit {
        // What the test looked at it has read; a leftover in the temporary folder harms nothing.
        try? FileManager.default.removeItem(at: url)
    }

    var path: String { url.path }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    func write(_ text: String, to name: String) throws -> String {
        try text.write(toFile: path(name), atomically: false, encoding: .utf8)
        return path(name)
    }

    func read(_ name: String) throws -> Data {
        try Data(contentsOf: url.appendingPathComponent(name))
    }

    /// What Ansible and the plugin need, with everything that Ansible leaves behind kept in this folder.
    func environment(_ additions: [String: String]) -> [String: String] {
        let present = ProcessInfo.processInfo.environment
        let base = [
            "PATH": present["PATH"] ?? "/usr/bin:/bin",
            "HOME": present["HOME"] ?? "/",
            "LANG": "C.UTF-8",
            "PYTHONDONTWRITEBYTECODE": "1",
            "ANSIBLE_HOME": path("home"),
            "ANSIBLE_REMOTE_TEMP": path("remote"),
            "ANSIBLE_ASYNC_DIR": path("async"),
            "ANSIBLE_CALLBACK_PLUGINS": path,
            "ANSIBLE_CALLBACKS_ENABLED": pluginName,
            "ANSIBLE_STDOUT_CALLBACK": "default",
        ]
        return base.merging(additions) { $1 }
    }

    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let plugin = root.appendingPathComponent("Sources/Execution/Resources/reconciler_events.py").path

    static let playbooks = root.appendingPathComponent("Tests/Fixtures/playbooks").path
}
