package import Domain
internal import Platform

/// Looks at requirements files without a run: what would be refused, and what may be something else another time.
package enum RequirementsCheck {
    /// A requirements file of a repository.
    package struct File: Hashable, Sendable {
        package let place: RepositoryPath
        /// The playbook's folder, where relative paths start.
        let start: RepositoryPath
        let bytes: [UInt8]

        package init(place: RepositoryPath, start: RepositoryPath, bytes: [UInt8]) {
            (self.place, self.start, self.bytes) = (place, start, bytes)
        }
    }

    /// What is to be said of one of the files.
    package struct Finding: Hashable, Sendable {
        package let place: String
        package let message: String
        /// Whether a run would fail.
        package let isError: Bool
    }

    /// How long it may take, in milliseconds.
    private static let patience: Int64 = 60_000

    /// What there is to say of files; nil where no Ansible is installed in one of the folders of `path`.
    ///
    /// Whether a path that they name is there is not looked at.
    package static func findings(in files: [File], path: String) async throws -> [Finding]? {
        let programs = ["ansible-galaxy", "ansible-playbook"].compactMap { ExecutableSearch.find($0, path: path) }
        guard !files.isEmpty else { return [] }
        guard !programs.isEmpty, let interpreter = AnsibleInterpreter.words(of: programs, path: path) else {
            return nil
        }
        let folder = "/tmp/reconciler-requirements-\(RunMarker.make())"
        try Folder.create(folder)
        do {
            let answer = try await answer(files, in: folder, interpreter, path: path)
            try FolderRemoval.remove(folder)
            return answer.map(\.findings)
        } catch {
            try FolderRemoval.remove(folder)
            throw error
        }
    }

    /// Nil for a Python that has no Ansible.
    private static func answer(
        _ files: [File],
        in folder: String,
        _ interpreter: [String],
        path: String
    ) async throws -> RequirementsAnswer? {
        try write(files, in: folder)
        let output = try Descriptor.open(folder + "/answer", [.write, .create, .exclusive])
        let child = try SpawnRequest(
            executable: interpreter[0],
            arguments: interpreter.dropFirst() + [folder + "/helper.py", "judge", folder + "/order.json"],
            environment: ["PATH": path, "HOME": folder, "LANG": "C.UTF-8"],
            workingDirectory: folder,
            descriptors: [HelperProcess.answerDescriptor: output.number],
            newSession: true
        ).start()
        if try await !child.ends(by: BootClock.now() + patience) { try child.send(Signals.kill, toGroup: true) }
        _ = try await child.exitStatus()
        return RequirementsAnswer(try DurableFile.read(folder + "/answer", limit: HelperProcess.answerLimit))
    }

    private static func write(_ files: [File], in folder: String) throws {
        try DurableFile.write(PackageResources.reconciler_requirements_py, to: folder + "/helper.py")
        var orders: [JSONValue] = []
        for (index, file) in files.enumerated() {
            let path = "\(folder)/\(index).yml"
            try DurableFile.write(file.bytes, to: path)
            orders.append(
                .members([
                    "path": .string(path), "shown": .string(file.place.text),
                    "folder": .string("\(folder)/source/\(file.start.text)"),
                ])
            )
        }
        let order = JSONValue.members([
            "root": .string(folder + "/source"), "folder": .string(folder), "files": .array(orders),
            "local": .bool(true), "bare": .bool(true),
        ])
        try DurableFile.write(order.bytes(), to: folder + "/order.json")
    }
}

extension RequirementsAnswer {
    fileprivate var findings: [RequirementsCheck.Finding] {
        problems.map { RequirementsCheck.Finding(place: $0.file, message: $0.what, isError: true) }
            + moving.map { entry in
                RequirementsCheck.Finding(
                    place: entry.file,
                    message: "the \(entry.what) may be something else another time: \(entry.why)",
                    isError: false
                )
            }
    }
}
