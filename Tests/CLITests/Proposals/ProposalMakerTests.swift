import Domain
import GitSource
import TestSupport
import Testing

@testable import CLI

@Suite("The proposals for a repository")
struct ProposalMakerTests {
    /// A repository by its files; a playbook is one whose name ends with `.yml` and begins with no folder of other YAML.
    private func layout(
        _ files: String...,
        playbooks: KeyValuePairs<String, [String]>,
        configurations: KeyValuePairs<String, [String]> = [:]
    ) -> LocalLayout {
        var layout = LocalLayout()
        let playbookNames = playbooks.map(\.key)
        layout.files = Set((files + playbookNames).map(RepositoryPath.sample))
        layout.folders = [.root]
        for file in layout.files {
            for count in file.components.indices {
                layout.folders.insert(RepositoryPath(components: Array(file.components.prefix(count))))
            }
        }
        for (name, imports) in playbooks { layout.playbooks[.sample(name)] = imports.map(RepositoryPath.sample) }
        for (folder, names) in configurations {
            layout.configurations[.sample(folder)] = names.map(RepositoryPath.sample)
        }
        return layout
    }

    private func proposals(
        _ layout: LocalLayout,
        _ definitions: DefinitionIndex = DefinitionIndex(),
        base: RepositoryPath = .root,
        takesImported: Bool = false
    ) -> Proposals {
        ProposalMaker(layout: layout, definitions: definitions, base: base, takesImported: takesImported).proposals()
    }

    /// Name and inventory of each.
    private func names(_ proposals: Proposals) -> [String] {
        proposals.services.map { "\($0.name) \($0.inventory?.text ?? "-")" }
    }

    @Test("are one for each playbook, but for those that others import")
    func imports() throws {
        let layout = layout(
            "inventory",
            "requirements.yml",
            playbooks: [
                "site.yml": ["web.yml", "db.yml"], "web.yml": [], "db.yml": [],
                "Up grade_All.yml": ["Up grade_All.yml"],
            ]
        )
        let found = proposals(layout)
        #expect(names(found) == ["up-grade_all inventory", "site inventory"])
        #expect(found.imported.map(\.text) == ["db.yml", "web.yml"])
        #expect(names(proposals(layout, takesImported: true)).count == 4)
        let site = try #require(found.services.last)
        #expect(
            site.definition.text()
                == #"{"name":"site","ansible_playbook":"../../site.yml","inventory":"../../inventory","#
                + #""requirements":["../../requirements.yml"]}"#
        )
        #expect(site.place.text == "services/site/service.json")
    }

    @Test("have names of their own")
    func sameNames() {
        let layout = layout(playbooks: ["a/site.yml": [], "b/site.yml": [], "a-site.yml": [], "-.yml": []])
        let index = DefinitionIndex([.sample("x"): .valid(.sample(.sample(name: "b-site"), folder: "x"))])
        #expect(proposals(layout, index).services.map(\.name) == ["playbook", "a-site", "a-site-2", "b-site-2"])
    }

    @Test("leave out what a service runs already")
    func served() throws {
        let definition = ServiceDefinition.sample(name: "old", action: .script(.sample("../site.yml")))
        let index = DefinitionIndex([.sample("x"): .valid(.sample(definition, folder: "x"))])
        let found = proposals(layout(playbooks: ["site.yml": [], "web.yml": []]), index)
        #expect(found.services.map(\.name) == ["web"])
        #expect(found.served.map(\.text) == ["site.yml"])
    }

    @Test("take the requirements from the playbook's folder up")
    func requirements() throws {
        let layout = layout(
            "playbooks/roles/requirements.yml",
            "collections/requirements.yaml",
            "other/requirements.yml",
            playbooks: ["playbooks/site.yml": []]
        )
        let site = try #require(proposals(layout).services.first)
        #expect(site.requirements.map(\.text) == ["playbooks/roles/requirements.yml", "collections/requirements.yaml"])
    }

    @Test(
        "have the inventory that the repository is laid out for",
        arguments: [
            (["hosts"], ["site hosts"]), (["inventory.ini", "group_vars/all.yml"], ["site inventory.ini"]),
            (["inventory/hosts.yml", "inventory/group_vars/all.yml"], ["site inventory/hosts.yml"]),
            (["inventory/hosts", "inventory/proxmox.yml"], ["site inventory"]),
            (["inventory/README.md"], ["site -"]), (["hosts.example"], ["site -"]),
            (["production", "staging", "group_vars/all"], ["site-production production", "site-staging staging"]),
            (
                [
                    "environments/dev/hosts", "environments/prod/hosts", "environments/prod/README.md",
                    "environments/shared",
                ],
                ["site-dev environments/dev", "site-prod environments/prod/hosts"]
            ),
            (
                ["inventories/x/hosts.yml", "inventories/y/hosts.yml"],
                ["site-x inventories/x", "site-y inventories/y"]
            ),
            (
                ["inventory/dev.ini", "inventory/prod.ini"],
                ["site-dev inventory/dev.ini", "site-prod inventory/prod.ini"]
            ),
            (["inventories/production/inventory.ini"], ["site-production inventories/production"]),
            (["dev/hosts", "prod/hosts"], ["site-dev dev", "site-prod prod"]),
        ]
    )
    func inventories(files: [String], expected: [String]) {
        var layout = layout(playbooks: ["site.yml": []])
        for file in files.map(RepositoryPath.sample) {
            layout.files.insert(file)
            for count in file.components.indices {
                layout.folders.insert(RepositoryPath(components: Array(file.components.prefix(count))))
            }
        }
        #expect(names(proposals(layout)) == expected)
    }

    @Test("leave the inventory to the ansible.cfg that names one, unless that is one of several environments")
    func configured() {
        let one = layout("hosts", "other.ini", playbooks: ["plays/site.yml": []], configurations: [".": ["other.ini"]])
        #expect(names(proposals(one)) == ["site -"])
        let several = layout(
            "environments/dev/hosts",
            "environments/prod/hosts",
            playbooks: ["site.yml": []],
            configurations: [".": ["environments/dev"]]
        )
        #expect(names(proposals(several)) == ["site-dev environments/dev", "site-prod environments/prod"])
        let silent = layout("hosts", playbooks: ["site.yml": []], configurations: [".": []])
        #expect(names(proposals(silent)) == ["site hosts"])
    }

    @Test("are nearest first, and never above the source's path")
    func nearest() {
        let layout = layout("hosts", "a/hosts", "a/b/hosts", playbooks: ["a/b/c/site.yml": [], "a/db.yml": []])
        #expect(names(proposals(layout, base: .sample("a"))) == ["site a/b/hosts", "db a/hosts"])
        #expect(proposals(layout, base: .sample("a")).services.first?.place.text == "a/services/site/service.json")
        #expect(names(proposals(layout, base: .sample("a/b/c"))).first == "site -")
    }
}
