import Domain
import StatusAPI
import Testing

@testable import CLI

@Suite("The configuration of push hooks")
struct HookConfigurationTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func read(
        source: String,
        top: String = #""hooks_listen": ":8081","#,
        _ values: [String: String] = [:],
        _ environment: [String: String] = ["HOOK": "open sesame"]
    ) throws -> DaemonConfiguration {
        var values = values
        let text = "{\(top) \"sources\": [{\"url\": \"/r/config\"\(source)}]}"
        values["config"] = try folder.write("config.json", text)
        let input = ConfigurationReader.Input(
            values: values,
            environment: environment.merging(["HOME": "/home/someone"]) { own, _ in own },
            workingDirectory: folder.path,
            user: .init(isRoot: false, name: "someone")
        )
        return try ConfigurationReader.read(input)
    }

    private func problem(
        source: String,
        top: String = #""hooks_listen": ":8081","#,
        _ values: [String: String] = [:]
    ) -> String {
        let error = #expect(throws: InvalidConfiguration.self) { try read(source: source, top: top, values) }
        #expect(error?.problems.count == 1)
        return error?.problems.first?.description ?? ""
    }

    private let hooked = #", "hook_secret": {"env": "HOOK"}"#

    @Test("is none, unless it is said")
    func none() throws {
        let configuration = try read(source: "", top: "")
        #expect(configuration.hooksListen == nil)
        #expect(configuration.sources.map(\.hookSecret) == [nil])
    }

    @Test("is a port, and a secret in a file or a variable for each source that takes hooks")
    func said() throws {
        let configuration = try read(source: hooked)
        #expect(configuration.hooksListen == ListenAddress(host: "::", port: 8_081))
        #expect(configuration.sources.map(\.hookSecret) == [HookSecret("open sesame")])
        let file = try folder.write("secret", "open\tsesame \n")
        let other = try read(source: ", \"hook_secret\": {\"file\": \"\(file)\"}", ["hooks-listen": "127.0.0.1:0"])
        #expect(other.hooksListen == ListenAddress(host: "127.0.0.1", port: 0))
        #expect(other.sources.map(\.hookSecret) == [HookSecret("open\tsesame ")])
        let variables = ["HOOK": "x", "RECONCILER_HOOKS_LISTEN": "[::1]:9"]
        #expect(try read(source: hooked, top: "", [:], variables).hooksListen?.description == "[::1]:9")
    }

    @Test("holds a secret that is there, and is not in the file itself")
    func secrets() throws {
        #expect(problem(source: #", "hook_secret": {"env": "NOPE"}"#).hasSuffix("the variable NOPE is not set"))
        #expect(problem(source: #", "hook_secret": {"file": "none"}"#).contains("none"))
        #expect(problem(source: #", "hook_secret": "open sesame""#).hasSuffix("expected an object, found a string"))
        #expect(problem(source: #", "hook_secret": {"text": "x"}"#).contains("unknown key \"text\""))
        try folder.write("empty", "\n")
        #expect(problem(source: #", "hook_secret": {"file": "empty"}"#).hasSuffix("is empty"))
    }

    @Test("opens no port for nobody, and lets no secret lie about")
    func idle() {
        #expect(problem(source: "").contains("hooks_listen opens a port for nobody: no source has a \"hook_secret\""))
        let line = problem(source: "", top: "", ["hooks-listen": ":1"])
        #expect(line.hasPrefix("--hooks-listen: hooks_listen opens a port for nobody"))
        let missing = problem(source: hooked, top: "")
        #expect(missing.hasPrefix("hooks_listen: is missing: the source \"config\" has a hook_secret"))
    }

    @Test("has a port of its own")
    func port() throws {
        let top = #""status_listen": "127.0.0.1:8081", "hooks_listen": "127.0.0.1:8081","#
        #expect(problem(source: hooked, top: top).contains("hooks_listen needs another address than status_listen"))
        #expect(problem(source: hooked, top: #""hooks_listen": "8081","#).contains("expected an address and a port"))
        let free = #""status_listen": "127.0.0.1:0", "hooks_listen": "127.0.0.1:0","#
        #expect(try read(source: hooked, top: free).hooksListen?.port == 0)
    }

    @Test("takes another secret at once, and another port at the next start")
    func changed() throws {
        let old = try read(source: hooked)
        var new = try read(source: hooked, [:], ["HOOK": "close sesame"])
        #expect(ConfigurationChange(from: old, to: new).isEffective)
        #expect(ConfigurationChange(from: old, to: new).needRestart.isEmpty)
        new = old
        new.hooksListen = ListenAddress(host: "::", port: 1)
        let change = ConfigurationChange(from: old, to: new)
        #expect(change.result == old)
        #expect(change.needRestart == ["hooks_listen"])
        #expect(!change.isEffective)
    }
}
