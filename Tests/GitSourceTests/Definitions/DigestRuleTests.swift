import Domain
import Testing

@testable import GitSource

@Suite("A digest")
struct DigestRuleTests {
    /// Two services, one by script and one by playbook, with everything around them.
    private static let base = SampleFolder([
        "services/web/service.json": .file(
            #"{"name": "web", "version": "1", "deploy_script": "deploy", "watch": ["../../shared/lib"], "env": {"A": "1"}}"#
        ),
        "services/web/deploy": .executable("#!/bin/sh"),
        "services/web/conf/app.ini": .file("x"),
        "services/web/inner/service.json": .file(#"{"name": "inner", "deploy_script": "run"}"#),
        "services/web/inner/run": .executable("run"),
        "services/site/service.json": .file(
            #"{"name": "site", "ansible_playbook": "../../plays/site.yml", "inventory": "../../hosts/all.ini", "limit": "web"}"#
        ),
        "services/site/notes": .file("n"),
        "plays/site.yml": .file("- hosts: all"),
        "plays/other.yml": .file("- hosts: none"),
        "plays/roles/app/tasks/main.yml": .file("tasks"),
        "plays/filter_plugins/f.py": .file("f"),
        "hosts/all.ini": .file("localhost"),
        "hosts/group_vars/all.yml": .file("v"),
        "ansible.cfg": .file("[defaults]"),
        "shared/lib/util.sh": .file("util"),
        "shared/other.sh": .file("other"),
    ])

    /// A service whose playbook leads far: by imports, by an `ansible.cfg` and by links.
    private static let wide = SampleFolder([
        "services/app/service.json": .file(
            #"{"name": "app", "ansible_playbook": "../../plays/site.yml", "inventory": "../../env/dev"}"#
        ),
        "services/app/facts": .link("../../data/facts"),
        "plays/site.yml": .file("- hosts: all\n- import_playbook: db.yml\n- import_playbook: '../more/web.yml'\n"),
        "plays/db.yml": .file("- import_playbook: site.yml\n- import_playbook: missing.yml\n"),
        "plays/lone.yml": .file("- hosts: all"),
        "plays/requirements.yml": .file("roles: []"),
        "plays/files/motd": .file("m"),
        "plays/files/again": .link("."),
        "more/web.yml": .file("- hosts: all"),
        "more/tasks/main.yml": .file("[]"),
        "more/notes": .file("n"),
        "ansible.cfg": .file(
            "[defaults]\nroles_path = own/roles:/etc/roles\ncollections_path = .\ninventory = inv/hosts\nvars_plugins=own/vars\n"
        ),
        "ansible_collections/a/b/galaxy.yml": .file("x"),
        "own/roles/r/tasks/main.yml": .file("[]"),
        "own/other": .file("o"),
        "inv/hosts": .file("localhost"),
        "inv/host_vars/localhost.yml": .file("{}"),
        "env/common": .file("a: 1"),
        "env/dev/hosts": .file("localhost"),
        "env/dev/group_vars/all/common": .link("../../../common"),
        "env/dev/group_vars/all/chain": .link("../../../../links/one"),
        "links/one": .link("two"),
        "links/two": .link("../aside/../data/chained"),
        "aside/x": .file("x"),
        "data/chained": .file("c: 1"),
        "data/facts/f": .file("f"),
        "data/facts/deeper": .link("../more"),
        "data/more/m": .file("m"),
        "data/else": .file("e"),
    ])

    static let wideCases = [
        Case("a link's target", ["app"]) { $0["env/common"] = .file("a: 2") },
        Case("the end of a chain", ["app"]) { $0["data/chained"] = .file("c: 2") },
        Case("a link of a chain", ["app"]) { $0["links/one"] = .link("../env/common") },
        Case("a file in a linked folder", ["app"]) { $0["data/facts/g"] = .file("g") },
        Case("a file in a folder that one there leads to", ["app"]) { $0["data/more/m"] = .file("n") },
        Case("a file beside what links lead to", []) { $0["data/else"] = .file("f") },
        Case("a file in a folder that a link only passes", []) { $0["aside/x"] = .file("y") },
        Case("the end of a folder that a link passes", ["app"]) { $0["aside"] = nil },
        Case("a target that is gone", ["app"]) { $0["env/common"] = nil },
        Case("an imported playbook", ["app"]) { $0["plays/db.yml"] = .file("- hosts: db") },
        Case("a playbook that is not imported", []) { $0["plays/lone.yml"] = .file("- hosts: lone") },
        Case("a playbook that an import missed", ["app"]) { $0["plays/missing.yml"] = .file("[]") },
        Case("what is beside an imported playbook", ["app"]) { $0["more/tasks/main.yml"] = .file("- debug:") },
        Case("what is new beside an imported playbook", ["app"]) { $0["more/vars/v.yml"] = .file("{}") },
        Case("what Ansible does not find beside it", []) { $0["more/notes"] = .file("o") },
        Case("requirements", ["app"]) { $0["plays/requirements.yml"] = .file("roles: [a]") },
        Case("a role that the ansible.cfg leads to", ["app"]) { $0["own/roles/r/tasks/main.yml"] = .file("- debug:") },
        Case("a folder that it names and that is new", ["app"]) { $0["own/vars/v.py"] = .file("v") },
        Case("a collection that it leads to", ["app"]) { $0["ansible_collections/a/b/galaxy.yml"] = .file("y") },
        Case("an inventory that it names", ["app"]) { $0["inv/hosts"] = .file("web") },
        Case("variables beside that inventory", ["app"]) { $0["inv/host_vars/localhost.yml"] = .file("a: 1") },
        Case("a file beside what it names", []) { $0["own/other"] = .file("p") },
    ]

    @Test("changes with what is named by what a run can see", arguments: wideCases)
    func wideRule(_ rule: Case) throws {
        var folder = Self.wide
        rule.change(&folder)
        let store = MemoryStore()
        let snapshot = SourceSnapshot(base: .root, store: store)
        _ = try snapshot.read(try store.add(Self.wide))
        let before = try Self.digests(Self.wide)
        #expect(before.count == 1)
        #expect(try (Self.digests(folder) == before) == rule.changed.isEmpty)
        let changes = try snapshot.read(try store.add(folder))
        #expect(changes?.map(\.text) == (rule.changed.isEmpty ? [] : ["services/app"]))
    }

    private static func digests(_ folder: SampleFolder) throws -> [String: Digest] {
        let store = MemoryStore()
        let snapshot = SourceSnapshot(base: .root, store: store)
        _ = try snapshot.read(try store.add(folder))
        let valid = snapshot.definitions.files.keys.compactMap(snapshot.definitions.valid)
        return Dictionary(valid.map { ($0.definition.name.text, $0.digest) }, uniquingKeysWith: { first, _ in first })
    }

    /// Which services' digests differ.
    private static func changed(_ change: (inout SampleFolder) -> Void) throws -> [String] {
        var folder = base
        change(&folder)
        let (before, after) = (try digests(base), try digests(folder))
        #expect(before.count == 3)
        return before.keys.filter { before[$0] != after[$0] }.sorted()
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let changed: [String]
        let change: @Sendable (inout SampleFolder) -> Void

        init(_ name: String, _ changed: [String], _ change: @escaping @Sendable (inout SampleFolder) -> Void) {
            testDescription = name
            self.changed = changed
            self.change = change
        }
    }

    private static func definition(_ text: String) -> SampleFolder.Item {
        .file(#"{"name": "web", "version": "1", "deploy_script": "deploy", "watch": ["../../shared/lib"], \#(text)}"#)
    }

    private static func site(_ text: String) -> SampleFolder.Item {
        .file(
            #"{"name": "site", "ansible_playbook": "../../plays/site.yml", "inventory": "../../hosts/all.ini", "limit": "web", \#(text)}"#
        )
    }

    static let cases = [
        Case("a file of the folder", ["web"]) { $0["services/web/conf/app.ini"] = .file("y") },
        Case("a new file in the folder", ["web"]) { $0["services/web/conf/new"] = .file("") },
        Case("a file that is gone", ["web"]) { $0["services/web/conf/app.ini"] = nil },
        Case("a renamed file", ["web"]) {
            $0["services/web/conf/app.ini"] = nil
            $0["services/web/conf/app2.ini"] = .file("x")
        },
        Case("a mode", ["web"]) { $0["services/web/conf/app.ini"] = .executable("x") },
        Case("a file that becomes a link of the same bytes", ["web"]) { $0["services/web/conf/app.ini"] = .link("x") },
        Case("the script", ["web"]) { $0["services/web/deploy"] = .executable("#!/bin/bash") },
        Case("a nested service", ["inner"]) { $0["services/web/inner/run"] = .executable("other") },
        Case("a nested service that is new", []) {
            $0["services/web/more/service.json"] = .file(#"{"name": "more", "deploy_script": "r"}"#)
            $0["services/web/more/r"] = .executable("r")
        },
        Case("an empty line in the definition", []) {
            $0["services/web/service.json"] = Self.definition("\n\n\"env\": {\"A\": \"1\"}")
        },
        Case("the order of keys", []) {
            $0["services/web/service.json"] = .file(
                #"{"env": {"A": "1"}, "watch": ["../../shared/lib"], "deploy_script": "deploy", "version": "1", "name": "web"}"#
            )
        },
        Case("policy", []) {
            $0["services/web/service.json"] = Self.definition(
                #""env": {"A": "1"}, "description": "d", "timeout": "1m", "suspend": true, "depends_on": ["inner"], "steps": [], "retry": {"limit": 1}"#
            )
        },
        Case("env", ["web"]) { $0["services/web/service.json"] = Self.definition(#""env": {"A": "2"}"#) },
        Case("a path that is watched but covered already", []) {
            $0["services/web/service.json"] = .file(
                #"{"name": "web", "version": "1", "deploy_script": "deploy", "watch": ["../../shared/lib", "conf", "deploy"], "env": {"A": "1"}}"#
            )
        },
        Case("a path that is watched twice", []) {
            $0["services/web/service.json"] = .file(
                #"{"name": "web", "version": "1", "deploy_script": "deploy", "watch": ["../../shared/lib", "../../shared/lib/util.sh"], "env": {"A": "1"}}"#
            )
        },
        Case("one more watched path", ["web"]) {
            $0["services/web/service.json"] = .file(
                #"{"name": "web", "version": "1", "deploy_script": "deploy", "watch": ["../../shared/lib", "../../shared/other.sh"], "env": {"A": "1"}}"#
            )
        },
        Case("a watched file", ["web"]) { $0["shared/lib/util.sh"] = .file("new") },
        Case("a file beside a watched one", []) { $0["shared/other.sh"] = .file("new") },
        Case("the folder's name", []) {
            $0["services/web2"] = $0["services/web"]
            $0["services/web"] = nil
        },
        Case("the folder's depth", []) {
            $0["a/b"] = $0["services/web"]
            $0["services/web"] = nil
        },
        Case("the playbook", ["site"]) { $0["plays/site.yml"] = .file("- hosts: web") },
        Case("another playbook beside it", []) { $0["plays/other.yml"] = .file("- hosts: web") },
        Case("a role beside the playbook", ["site"]) { $0["plays/roles/app/tasks/main.yml"] = .file("more") },
        Case("a plugin beside the playbook", ["site"]) { $0["plays/filter_plugins/f.py"] = .file("g") },
        Case("new variables beside the playbook", ["site"]) { $0["plays/group_vars/all.yml"] = .file("v") },
        Case("new modules beside the inventory", ["site"]) { $0["hosts/library/m.py"] = .file("m") },
        Case("the inventory", ["site"]) { $0["hosts/all.ini"] = .file("other") },
        Case("variables beside the inventory", ["site"]) { $0["hosts/group_vars/all.yml"] = .file("w") },
        Case("the ansible.cfg that applies", ["site"]) { $0["ansible.cfg"] = .file("[x]") },
        Case("a nearer ansible.cfg", ["site"]) { $0["plays/ansible.cfg"] = .file("[defaults]") },
        Case("an ansible.cfg that does not apply", []) { $0["shared/ansible.cfg"] = .file("[x]") },
        Case("limit", ["site"]) {
            $0["services/site/service.json"] = .file(
                #"{"name": "site", "ansible_playbook": "../../plays/site.yml", "inventory": "../../hosts/all.ini", "limit": "db"}"#
            )
        },
        Case("user", ["site"]) { $0["services/site/service.json"] = site(#""user": "deploy""#) },
        Case("a vault's id", ["site"]) {
            $0["services/site/service.json"] = site(#""vault_ids": [{"id": "a", "secret": "s"}]"#)
        },
        Case("forks", []) { $0["services/site/service.json"] = site(#""forks": 20"#) },
        Case("requirements that are covered already", []) {
            $0["plays/requirements.yml"] = nil
            $0["services/site/service.json"] = site(#""requirements": []"#)
        },
        Case("a file of variables that is named and covered", ["site"]) {
            $0["services/site/service.json"] = site(#""extra_vars_files": ["notes"]"#)
        },
        Case("new templates beside the playbook", ["site"]) { $0["plays/templates/t"] = .file("t") },
        Case("new requirements beside the playbook", ["site"]) { $0["plays/requirements.yml"] = .file("[]") },
        Case("files of nobody", []) { $0["README.md"] = .file("r") },
    ]

    @Test("changes with what a run can see, and with nothing else", arguments: cases)
    func rule(_ rule: Case) throws { #expect(try Self.changed(rule.change) == rule.changed) }

    @Test(
        "changes with a file of variables or requirements that is elsewhere",
        arguments: ["extra_vars_files", "requirements"]
    )
    func named(key: String) throws {
        var folder = Self.base
        folder["services/site/service.json"] = Self.site(#""\#(key)": ["../../shared/other.sh"]"#)
        let before = try #require(try Self.digests(folder)["site"])
        folder["shared/other.sh"] = .file("changed")
        let after = try #require(try Self.digests(folder)["site"])
        #expect(before != after)
    }

    @Test("is the same wherever the folder is, also with a service in it that is watched")
    func nestedService() throws {
        let service = SampleFolder([
            "service.json": .file(#"{"name": "web", "deploy_script": "deploy", "watch": ["inner"]}"#),
            "deploy": .executable("x"),
            "inner/service.json": .file(#"{"name": "inner", "deploy_script": "deploy"}"#),
            "inner/deploy": .executable("y"),
        ])
        let digests = try ["a", "b/c"].map { try Self.digests(SampleFolder([$0: .folder(service)])) }
        #expect(digests[0].count == 2)
        #expect(digests[0] == digests[1])
    }

    @Test("is the same wherever the source's path is")
    func sourcePath() throws {
        let store = MemoryStore()
        var outer = SampleFolder()
        outer["config"] = .folder(Self.base)
        let base = RepositoryPath(components: ["config"])
        let snapshot = SourceSnapshot(base: base, store: store)
        let root = try RevisionRoot.find(base, in: try store.add(outer), store, revision: "it")
        _ = try snapshot.read(root)
        let digest = snapshot.definitions.valid(in: RepositoryPath(components: ["config", "services", "web"]))?.digest
        #expect(try digest == Self.digests(Self.base)["web"])
    }

    @Test("of each scheme stays what it is: another value would deploy everything again", arguments: [1, 2])
    func stable(scheme: Int) throws {
        let expected = [
            1: ["d5f0ab4020f0", "b2f06e65d5a9"],
            2: ["3ab42eea689f", "6892a6e463a0"],
        ]
        #expect(Digest.currentScheme == DigestScheme.current.rawValue)
        let scheme = try #require(DigestScheme(rawValue: scheme))
        let digests = try [(Self.base, "site"), (Self.wide, "app")].map { try Self.digest($0, $1, by: scheme) }
        #expect(digests.map(\.scheme) == [scheme.rawValue, scheme.rawValue])
        #expect(digests.map(\.short) == expected[scheme.rawValue])
    }

    private static func digest(_ files: SampleFolder, _ name: String, by scheme: DigestScheme) throws -> Digest {
        let memory = MemoryStore()
        let root = try memory.add(files)
        let store = MeteredStore(memory, BudgetMeter(ReadingBudget()))
        let facts = FolderFacts(store, fileBytes: .max)
        let trees = RevisionTrees(root: root, base: .root, store: store, facts: facts)
        let found = try #require(
            try DefinitionScan.find(in: root, store).found.first { $0.folder.name.elementsEqual(name.utf8) }
        )
        let reading = try DefinitionReading.read(found.file, in: found.folder, trees)
        guard case .decoded(let decoded) = reading else { throw Broken() }
        let coverage = try CoverageFinder.find(decoded, in: found.folder, found.folderID, trees, by: scheme)
        #expect(coverage.problems.isEmpty)
        return try ServiceDigest.compute(coverage, decoded.definition.data, by: scheme)
    }

    private struct Broken: Error {}
}
