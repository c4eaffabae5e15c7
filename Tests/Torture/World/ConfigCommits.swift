import Foundation
import Platform
import TestSupport

/// The bare repository that the daemon follows; commits come in through `git fast-import`.
struct ConfigCommits {
    let bare: String
    private let trace: String
    private let stream: String
    private(set) var head = ""

    init(in folder: String, trace: String) throws {
        bare = "\(folder)/remote/config.git"
        stream = "\(folder)/commit"
        self.trace = trace
        try Folder.create("\(folder)/remote")
        try GitProgram.git(["init", "--quiet", "--bare", "--initial-branch=main", bare], in: folder)
    }

    /// Commits these services as they are now.
    mutating func commit(_ services: [Services.Service], number: Int) throws {
        var text = "commit refs/heads/main\ncommitter Torture <torture@example.org> \(1_700_000_000 + number) +0000\n"
        text += data("Commit \(number)\n")
        if !head.isEmpty { text += "from \(head)\n" }
        for service in services {
            text += file("100644", "\(service.name)/service.json", service.definition(trace: trace))
            text += file("100644", "\(service.name)/behaviour", service.behaviour.text)
            text += file("100755", "\(service.name)/deploy", DeployScript.text)
        }
        try Data(text.utf8).write(to: URL(fileURLWithPath: stream))
        try importStream()
        head = try GitProgram.git(["rev-parse", "refs/heads/main"], in: bare)
    }

    private func importStream() throws {
        let input = try Descriptor.open(stream)
        let status = try SpawnRequest(
            executable: try GitProgram.find("git", package: "git"),
            arguments: ["fast-import", "--quiet", "--force"],
            environment: GitProgram.environment,
            workingDirectory: bare,
            descriptors: [0: input.number]
        ).start().wait()
        guard status.isSuccess else { throw Trouble("git fast-import ended: \(status)") }
    }

    private func file(_ mode: String, _ path: String, _ text: String) -> String {
        "M \(mode) inline \(path)\n" + data(text)
    }

    private func data(_ text: String) -> String { "data \(text.utf8.count)\n\(text)\n" }
}

/// What keeps the torturer itself from going on.
struct Trouble: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
