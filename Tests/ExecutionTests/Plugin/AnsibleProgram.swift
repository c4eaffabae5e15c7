import Foundation
import Testing

/// An `ansible-playbook` that the plugin must work with.
struct AnsibleProgram: Sendable, Hashable, CustomTestStringConvertible {
    let path: String

    var testDescription: String { path }

    /// The one on the path, and the newest where `RECONCILER_TEST_ANSIBLE_NEW` names it.
    static let installed: [AnsibleProgram] = {
        let environment = ProcessInfo.processInfo.environment
        let newest = environment["RECONCILER_TEST_ANSIBLE_NEW"].map { [AnsibleProgram(path: $0)] } ?? []
        return [AnsibleProgram(path: "ansible-playbook")] + newest
    }()

    /// The Python that has this Ansible: what the first line of the program names.
    func interpreter() throws -> String {
        let file = try #require(
            path.contains("/") ? path : Self.onPath(path),
            "\(path) is not on the path; install ansible-core"
        )
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: file)), as: UTF8.self)
        let line = try #require(text.split(separator: "\n").first, "\(file) is empty")
        return line.dropFirst(2).trimmingCharacters(in: .whitespaces)
    }

    private static func onPath(_ name: String) -> String? {
        let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
        return folders.map { "\($0)/\(name)" }.first(where: FileManager.default.isExecutableFile)
    }
}
