import Domain
import Foundation
import Platform
import TestSupport
import Testing

@testable import Execution

@Suite("What playbooks name", .endsWhenItHangs)
struct PlaybookReferencesTests {
    /// What a playbook says, and the places that it names so.
    struct Case: Sendable, CustomTestStringConvertible {
        let play: String
        let targets: [String]

        var testDescription: String { play }
    }

    static let cases: [Case] = [
        Case(play: "- import_playbook: ../other/deep.yml", targets: ["other/deep.yml", "other/deep.conf"]),
        Case(play: "- {hosts: all, roles: [../roles/common]}", targets: ["roles/common", "roles/common/files/r"]),
        Case(play: "- {hosts: all, roles: [{role: ../roles/parent}]}", targets: ["roles/parent", "roles/common"]),
        Case(play: "- {hosts: all, vars_files: [../shared/v.yml, '{{ x }}.yml']}", targets: ["shared/v.yml"]),
        Case(play: "- {hosts: all, vars_files: [[a.yml, ../shared/v.yml]]}", targets: ["shared/v.yml"]),
        task("copy: {src: ../shared/motd, dest: /etc/motd}", "shared/motd"),
        task("ansible.builtin.copy: src=../shared/motd dest='/etc/motd'", "shared/motd"),
        task("copy: {src: /etc/passwd, dest: /x}"),
        task("copy: {src: ../shared/motd, remote_src: true, dest: /x}"),
        task("template: {src: '{{ playbook_dir }}/../shared/motd', dest: /x}", "shared/motd"),
        task("template: {src: 'beside.j2', dest: /x}", "plays/templates/beside.j2"),
        task("unarchive: {src: 'https://example.org/shared/motd', dest: /x}"),
        task("script: ../shared/run.sh --fast", "shared/run.sh"),
        task("local_action: {module: script, cmd: ../shared/run.sh}", "shared/run.sh"),
        task("include_vars: ../shared/v.yml", "shared/v.yml"),
        task("include_vars: {dir: ../shared}", "shared"),
        task("{include_vars: '{{ item }}', loop: [../shared/v.yml]}", "shared/v.yml"),
        task("import_tasks: ../shared/tasks.yml", "shared/tasks.yml", "shared/motd"),
        task("include_tasks: {file: ../shared/tasks.yml}", "shared/tasks.yml", "shared/motd"),
        task("include_role: {name: ../roles/common}", "roles/common", "roles/common/files/r"),
        task("import_role: {name: ../roles/common, tasks_from: more}", "roles/common", "shared/motd"),
        task(
            "{block: [{copy: {src: ../shared/motd}}], rescue: [{script: ../shared/run.sh}]}",
            "shared/motd",
            "shared/run.sh"
        ),
        task("debug: {msg: \"{{ lookup('file', '../shared/motd') }}\"}", "shared/motd"),
        task("{debug: {}, with_fileglob: ['{{ playbook_dir }}/../shared/*.sh']}", "shared/run.sh"),
        task("{include_vars: '{{ item }}', with_first_found: [a.yml, ../shared/v.yml]}", "shared/v.yml"),
        task("debug: {msg: ../shared/motd}"),
        task("copy: {src: ../../outside, dest: /x}"),
    ]

    private static func task(_ text: String, _ targets: String...) -> Case {
        Case(play: "- hosts: all\n  tasks:\n  - \(text)", targets: targets)
    }

    private static let files = [
        "other/deep.yml": "- {hosts: all, tasks: [{copy: {src: deep.conf}}]}\n", "other/deep.conf": "",
        "roles/common/tasks/main.yml": "- copy: {src: r}\n", "roles/common/files/r": "",
        "roles/common/tasks/more.yaml": "- copy: {src: ../../../shared/motd}\n",
        "roles/parent/meta/main.yml": "dependencies: [common]\n", "shared/v.yml": "a: 1\n", "shared/motd": "",
        "shared/run.sh": "",
        "shared/tasks.yml": "- copy: {src: '{{ playbook_dir }}/../shared/motd'}\n- debug: {msg: !unknown x}\n",
        "plays/templates/beside.j2": "",
    ]

    private static func find(
        _ files: [String: String],
        _ ansible: AnsibleProgram,
        playbook: String = "plays/site.yml"
    ) async throws -> PlaybookReferences.Answer {
        let folder = (ansible.path as NSString).deletingLastPathComponent
        let path = [folder, ProcessInfo.processInfo.environment["PATH"] ?? ""].filter { !$0.isEmpty }
        let place = try #require(RepositoryPath(playbook))
        let playbook = PlaybookReferences.Playbook(path: place, folder: try #require(RepositoryPath("services/web")))
        return try await PlaybookReferences.find(
            in: [playbook],
            environment: ["PATH": path.joined(separator: ":")]
        ) { root in
            for (name, text) in files {
                try Folder.create(Paths.folder(of: "\(root)/\(name)"), parents: true)
                try DurableFile.write(Array(text.utf8), to: "\(root)/\(name)")
            }
        }
    }

    private static func references(_ answer: PlaybookReferences.Answer) throws -> [PlaybookReferences.Reference] {
        guard case .found(let references, let unread) = answer else { throw Unexpected(answer: answer) }
        #expect(unread.isEmpty)
        return references
    }

    private struct Unexpected: Error {
        let answer: PlaybookReferences.Answer
    }

    @Test("is found, as far as it is written out", arguments: cases, AnsibleProgram.installed)
    func forms(one: Case, ansible: AnsibleProgram) async throws {
        let answer = try await Self.find(Self.files.merging(["plays/site.yml": one.play + "\n"]) { $1 }, ansible)
        let targets = try Self.references(answer).map(\.target.text)
        #expect(Set(one.targets).isSubset(of: targets), "\(targets)")
        if one.targets.isEmpty { #expect(targets.isEmpty) }
    }

    @Test("has its place, and is told from a role where Ansible does not look", arguments: AnsibleProgram.installed)
    func places(ansible: AnsibleProgram) async throws {
        let play = "- hosts: all\n  roles:\n    - common\n    - role: there\n"
        let files = [
            "plays/site.yml": play, "shared/roles/common/tasks/main.yml": "",
            "ansible.cfg": "[defaults]\nroles_path=more\n", "more/there/tasks/main.yml": "",
        ]
        let references = try Self.references(await Self.find(files, ansible))
        #expect(references.map(\.target.text) == ["shared/roles/common", "more/there"])
        #expect(references.map(\.isFound) == [false, true])
        #expect(references.map(\.position) == [TextPosition(line: 3, column: 7), TextPosition(line: 4, column: 13)])
        #expect(references.map(\.file.text) == ["plays/site.yml", "plays/site.yml"])
    }

    @Test("comes to an end in circles, and names what cannot be read", arguments: AnsibleProgram.installed)
    func circles(ansible: AnsibleProgram) async throws {
        let files = [
            "plays/site.yml":
                "- import_playbook: site.yml\n- {hosts: all, roles: [a], tasks: [{import_tasks: bad.yml}]}\n",
            "plays/roles/a/meta/main.yml": "dependencies: [b]\n", "plays/roles/b/meta/main.yml": "dependencies: [a]\n",
            "plays/bad.yml": "- {a: [\n",
        ]
        guard case .found(let references, let unread) = try await Self.find(files, ansible) else {
            Issue.record("nothing was found")
            return
        }
        let targets = Set(references.map(\.target.text))
        #expect(targets == ["plays/site.yml", "plays/roles/a", "plays/roles/b", "plays/bad.yml"])
        #expect(unread.map(\.file.text) == ["plays/bad.yml"])
    }

    @Test("comes to an end where aliases multiply", arguments: AnsibleProgram.installed)
    func aliases(ansible: AnsibleProgram) async throws {
        let tasks = (1...60).map { "    - &a\($0) {block: [*a\($0 - 1), *a\($0 - 1)]}\n" }.joined()
        let play = "- hosts: all\n  tasks:\n    - &a0 {copy: {src: ../shared/motd}}\n" + tasks
        let answer = try await Self.find(["plays/site.yml": play, "shared/motd": ""], ansible)
        #expect(try Self.references(answer).map(\.target.text) == ["shared/motd"])
    }

    @Test("needs an Ansible")
    func noAnsible() async throws {
        let playbook = PlaybookReferences.Playbook(path: .root, folder: .root)
        let answer = try await PlaybookReferences.find(in: [playbook], environment: ["PATH": "/nonexistent"]) { _ in
            Issue.record("there is nobody to read it")
        }
        #expect(answer == .noAnsible)
    }
}
