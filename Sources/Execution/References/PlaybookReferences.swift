package import Domain
internal import Platform

/// Finds what playbooks name literally, with Ansible's own Python and YAML loader; see `ansible_references.py`.
package enum PlaybookReferences {
    /// A playbook and where its run works, below the source's path.
    package struct Playbook: Hashable, Sendable {
        let path: RepositoryPath
        let folder: RepositoryPath

        package init(path: RepositoryPath, folder: RepositoryPath) {
            (self.path, self.folder) = (path, folder)
        }
    }

    /// Something of the repository that is named.
    package struct Reference: Hashable, Sendable {
        /// Which of the playbooks leads to it.
        package let playbook: Int
        /// Where it is named, below the source's path.
        package let file: RepositoryPath
        package let position: TextPosition
        /// What is named, below the source's path.
        package let target: RepositoryPath
        /// Whether Ansible finds it there: a role of the name may be where Ansible does not look.
        package let isFound: Bool
    }

    /// What was found.
    package enum Answer: Hashable, Sendable {
        case found([Reference], unread: [Unread])
        /// Where Ansible should be, none is.
        case noAnsible
        /// Why nothing was found.
        case failed(String)
    }

    /// A file that could not be read.
    package struct Unread: Hashable, Sendable {
        /// Below the source's path.
        package let file: RepositoryPath
        package let what: String
    }

    /// How long it may take, in milliseconds.
    private static let time: Int64 = 60_000
    /// The longest answer, in bytes.
    private static let limit = 16 << 20

    /// What playbooks name.
    ///
    /// - `environment`: Where Ansible is looked for.
    /// - `fill`: Writes the source's files into the folder whose absolute path it is given; of those that are no YAML the
    ///   names are enough.
    ///
    /// Throws: What `fill` throws; ``SystemError``; `CancellationError`.
    package static func find(
        in playbooks: [Playbook],
        environment: [String: String],
        fill: (String) async throws -> Void
    ) async throws -> Answer {
        guard !playbooks.isEmpty else { return .found([], unread: []) }
        let path = environment["PATH"] ?? ""
        guard let program = ExecutableSearch.find("ansible-playbook", path: path),
            let interpreter = AnsibleInterpreter.words(of: [program], path: path)
        else { return .noAnsible }
        let folder = "/tmp/reconciler-references-\(RunMarker.make())"
        try Folder.create(folder)
        do {
            try Folder.create(folder + "/source")
            try await fill(folder + "/source")
            let end = try await run(playbooks, in: folder, interpreter, environment)
            try FolderRemoval.remove(folder)
            return answer(end, count: playbooks.count)
        } catch {
            try FolderRemoval.remove(folder)
            throw error
        }
    }

    private static func run(
        _ playbooks: [Playbook],
        in folder: String,
        _ interpreter: [String],
        _ environment: [String: String]
    ) async throws -> BoundedProgram.End {
        let services = playbooks.map { playbook in
            JSONValue.members(["playbook": .string(playbook.path.text), "folder": .string(playbook.folder.text)])
        }
        let order = JSONValue.members(["root": .string(folder + "/source"), "services": .array(services)])
        try DurableFile.write(PackageResources.ansible_references_py, to: folder + "/helper.py")
        try DurableFile.write(order.bytes(), to: folder + "/order.json")
        let request = SpawnRequest(
            executable: interpreter[0],
            arguments: interpreter.dropFirst() + [folder + "/helper.py", folder + "/order.json"],
            environment: [
                "PATH": environment["PATH"] ?? "", "HOME": environment["HOME"] ?? folder, "LANG": "C.UTF-8",
                "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1", "ANSIBLE_CONFIG": folder + "/ansible.cfg",
                "ANSIBLE_HOME": folder, "ANSIBLE_LOCAL_TEMP": folder,
            ],
            workingDirectory: folder
        )
        return try await BoundedProgram.run(request, time: time, bytes: limit)
    }

    private static func answer(_ end: BoundedProgram.End, count: Int) -> Answer {
        switch end {
        case .overdue: return .failed("it took longer than \(DurationText.text(milliseconds: time))")
        case .talkative: return .failed("they name too much")
        case .exited(let status, let output):
            guard status == .exited(0) else {
                return .failed("Ansible's Python ended with \(Verdict.text(of: status, lastWords: nil))")
            }
            return answer(output, count: count)
        }
    }

    private static func answer(_ output: [UInt8], count: Int) -> Answer {
        guard let json = try? JSONParser.parse(output, limits: JSONLimits(bytes: limit, depth: 8)).value else {
            return .failed("Ansible's Python gave no answer")
        }
        if let reason = json["failed"]?.string { return .failed(Excerpt.line(reason, characters: 300)) }
        guard json["ansible"]?.string != nil else { return .noAnsible }
        let references = (json["references"]?.array ?? []).compactMap(Reference.init)
        let unread = (json["unread"]?.array ?? []).compactMap(Unread.init)
        return .found(references.filter { (0..<count).contains($0.playbook) }, unread: unread)
    }
}

extension PlaybookReferences.Reference {
    fileprivate init?(_ json: JSONValue) {
        guard let playbook = json["service"]?.integer, let file = RepositoryPath(json["file"]),
            let target = RepositoryPath(json["target"]), let line = json["line"]?.integer,
            let column = json["column"]?.integer, let isFound = json["found"]?.bool
        else { return nil }
        self.init(
            playbook: Int(clamping: playbook),
            file: file,
            position: TextPosition(line: Int(clamping: line), column: Int(clamping: column)),
            target: target,
            isFound: isFound
        )
    }
}

extension PlaybookReferences.Unread {
    fileprivate init?(_ json: JSONValue) {
        guard let file = RepositoryPath(json["file"]), let what = json["what"]?.string else { return nil }
        self.init(file: file, what: Excerpt.cut(what, characters: 300))
    }
}

extension RepositoryPath {
    fileprivate init?(_ json: JSONValue?) {
        guard let text = json?.string else { return nil }
        self.init(text)
    }
}
