import Foundation
import Testing

@Suite("The channel of the events plugin")
struct PluginChannelTests {
    @Test("is neither seen nor written by tasks, nor taken by the repository", arguments: AnsibleProgram.installed)
    func hostile(ansible: AnsibleProgram) async throws {
        let run = try await PlaybookRun.of("hostile/site.yml", with: ansible)

        #expect(run.status == 0, "\(run.output)")
        let told = try #require(run.results("tell").first?.message)
        #expect(told == #"seen: {"forged": 0, "inherited": [], "seen": true, "variables": []}"#)
        #expect(run.events("forged").isEmpty)
        #expect(run.events.last?.event == "stats")
        #expect(!run.output.contains("took the place"))
        #expect(run.output.contains("PLAY RECAP"))
    }

    @Test("may end early: the run goes on", arguments: AnsibleProgram.installed)
    func readerGone(ansible: AnsibleProgram) async throws {
        let run = try await PlaybookRun.of("tags.yml", with: ansible, arguments: ["--tags", "web"], reads: 1)

        #expect(run.status == 0)
        #expect(run.output.contains("PLAY RECAP"))
        #expect(run.events("stats").isEmpty)
    }

    @Test("must be there when only the plan is wanted: nothing runs", arguments: AnsibleProgram.installed)
    func missing(ansible: AnsibleProgram) async throws {
        let folder = try PluginFolder()
        let status = try await PlaybookRun.launch(
            [ansible.path, "-i", "hosts.ini", "tags.yml"],
            in: URL(fileURLWithPath: PluginFolder.playbooks),
            environment: folder.environment(["RECONCILER_PLAN_ONLY": "1", "RECONCILER_EVENTS_FD": "999"]),
            output: folder.path("output")
        )
        let output = String(decoding: try folder.read("output"), as: UTF8.self)

        #expect(status == 1)
        #expect(output.contains("RECONCILER_EVENTS_FD"))
        #expect(!output.contains("PLAY ["))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("home/tmp")) == [])
    }

    @Test("holds up against what Ansible never sent", arguments: AnsibleProgram.installed)
    func oddities(ansible: AnsibleProgram) async throws {
        let folder = try PluginFolder()
        let script = try folder.write(Self.oddities, to: "oddities.py")
        let status = try await PlaybookRun.launch(
            [try ansible.interpreter(), script, folder.path(folder.pluginName + ".py"), folder.path("events")],
            in: URL(fileURLWithPath: folder.path),
            environment: folder.environment([:]),
            output: folder.path("output")
        )
        let output = String(decoding: try folder.read("output"), as: UTF8.self)
        #expect(status == 0, "\(output)")

        let lines = try folder.read("events")
        let events = try PluginEvent.read(lines)
        #expect(lines.split(separator: UInt8(ascii: "\n")).allSatisfy { $0.count < 65_536 })
        let errors = events.filter { $0.event == "plugin_error" }
        #expect(errors.count == 20)
        #expect(errors.first?.message?.hasPrefix("v2_runner_on_ok: AttributeError at line ") == true)
        #expect(events.first { $0.event == "result" }?.message == "half ? a character")
        let statistics = events.filter { $0.event == "stats" }
        #expect(statistics.count > 1)
        #expect(statistics.dropLast().allSatisfy { $0.more == true })
        #expect(statistics.last?.more == nil)
        #expect(statistics.reduce(0) { $0 + ($1.hosts?.count ?? 0) } == 3_000)
    }

    /// Calls the plugin's hooks as Ansible does, with what Ansible would not give them.
    private static let oddities = #"""
        import importlib.util, os, socket, sys, threading
        from types import SimpleNamespace

        ours, theirs = socket.socketpair()
        os.set_inheritable(theirs.fileno(), True)
        os.environ['RECONCILER_EVENTS_FD'] = str(theirs.fileno())
        spec = importlib.util.spec_from_file_location('events', sys.argv[1])
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        plugin = module.CallbackModule()
        assert 'RECONCILER_EVENTS_FD' not in os.environ
        assert not os.get_inheritable(theirs.fileno())
        assert plugin.CALLBACK_NAME == os.path.basename(sys.argv[1])[:-3]

        def drain():
            with open(sys.argv[2], 'wb') as file:
                data = ours.recv(65536)
                while data:
                    file.write(data)
                    data = ours.recv(65536)

        reader = threading.Thread(target=drain)
        reader.start()
        for _ in range(30):
            plugin.v2_runner_on_ok(object())
        task = SimpleNamespace(
            _uuid='1', _parent=None, action='ping', no_log=False, delegate_to=None, ignore_unreachable=False,
            get_name=lambda: 'odd')
        host = SimpleNamespace(get_name=lambda: 'h' * 9000)
        plugin.v2_runner_on_ok(SimpleNamespace(host=host, task=task, result={'msg': 'half \udcff a character'}))
        names = {'host-%d' % number: 1 for number in range(3000)}
        plugin.v2_playbook_on_stats(SimpleNamespace(processed=names, summarize=lambda name: {'ok': 1}))
        child = os.fork()
        if child == 0:
            plugin.v2_playbook_on_play_start(SimpleNamespace(get_name=lambda: 'not from a fork', _uuid='2'))
            os._exit(0)
        os.waitpid(child, 0)
        theirs.close()
        reader.join()
        """#
}
