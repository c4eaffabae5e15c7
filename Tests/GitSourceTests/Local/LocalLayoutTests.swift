import Domain
import GitSource
import TestSupport
import Testing

@Suite("The layout of a local repository", .endsWhenItHangs)
struct LocalLayoutTests {
    let shop: GitWorkshop

    init() throws { shop = try GitWorkshop() }

    private func layout(_ folder: String = "") async throws -> LocalLayout {
        let repository = try LocalRepository(folder: "\(shop.tree)/\(folder)", source: .sample())
        _ = try await repository.workingTree()
        return try await repository.layout()
    }

    @Test("has the playbooks, with what they import, and nothing that is other YAML")
    func playbooks() async throws {
        try shop.write(
            "site.yml",
            "---\n# all\n- name: Web\n  import_playbook: plays/web.yml\n- import_playbook: ../x.yml\n"
        )
        try shop.write("plays/web.yml", "-\n  hosts: web\n  tasks:\n  - debug:\n")
        try shop.write("plays/flow.yaml", "- {name: All, hosts: all}\n")
        try shop.write("plays/tasks.yml", "- name: Hello\n  debug: {msg: hosts}\n- add_host:\n    hosts: x\n")
        try shop.write("vars.yml", "hosts: all\n")
        try shop.write("requirements.yml", "- name: a\n  src: hosts\n")
        try shop.write("roles/a/tests/test.yml", "- hosts: all\n")
        try shop.write("molecule/default/converge.yml", "- hosts: all\n")
        try shop.write(".ci/site.yml", "- hosts: all\n")
        try shop.write("big.yml", "- hosts: all\n" + String(repeating: "#", count: 1 << 20))
        try shop.write("note.txt", "- hosts: all\n")
        let layout = try await layout()
        #expect(
            layout.playbooks == [
                .sample("site.yml"): [.sample("plays/web.yml")], .sample("plays/web.yml"): [],
                .sample("plays/flow.yaml"): [],
            ]
        )
    }

    @Test("has files and folders, through links too, and what the ansible.cfg says of inventories")
    func files() async throws {
        try shop.write("config/environments/dev/hosts", "")
        try shop.write(
            "config/ansible.cfg",
            "[defaults]\ninventory = ./environments/dev,gone,/etc/hosts\nroles_path = x\n"
        )
        try shop.link("config/hosts", to: "environments/dev/hosts")
        try shop.link("config/envs", to: "environments")
        try shop.link("config/away", to: "/etc/passwd")
        let layout = try await layout("config")
        let files = ["ansible.cfg", "environments/dev/hosts", "hosts"].map { RepositoryPath.sample("config/\($0)") }
        #expect(layout.files == Set(files))
        let folders = ["config", "config/environments", "config/environments/dev", "config/envs"]
        #expect(layout.folders == Set(folders.map(RepositoryPath.sample)))
        #expect(
            layout.configurations == [
                .sample("config"): [.sample("config/environments/dev"), .sample("config/gone")]
            ]
        )
    }
}
