internal import Glibc

extension SpawnRequest {
    /// Starts the program (`posix_spawn`, never `fork`), with no signal blocked and each at its default.
    ///
    /// - Throws: What kept it from starting: a missing file, a missing right, a missing working directory.
    package func start() throws(SystemError) -> ChildProcess {
        try refuseZeroBytes()
        let sources = try moveOutOfTheWay()
        let numbers = Dictionary(uniqueKeysWithValues: zip(descriptors.keys.sorted(), sources.numbers))
        let actions = try SpawnFileActions()
        try actions.arrange(numbers)
        if let workingDirectory { try actions.changeDirectory(to: workingDirectory) }
        let attributes = try SpawnAttributes(newSession: newSession)
        return ChildProcess(pid: try launch(actions, attributes))
    }

    private func launch(
        _ actions: borrowing SpawnFileActions,
        _ attributes: borrowing SpawnAttributes
    ) throws(SystemError) -> Int32 {
        let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let arguments = CStrings([name ?? executable] + arguments)
        let environment = CStrings(variables)
        var pid: Int32 = -1
        let code = posix_spawn(
            &pid,
            executable,
            actions.pointer,
            attributes.pointer,
            arguments.pointer,
            environment.pointer
        )
        guard code == 0 else { throw SystemError(code: code, action: attempt) }
        return pid
    }

    private var attempt: String {
        guard let workingDirectory else { return "start \(executable)" }
        return "start \(executable) in \(workingDirectory)"
    }

    /// Copies of the descriptors with numbers above every wanted one, so that no `dup2` in the child overwrites
    /// a source that is still needed, and none is onto itself (which would leave it close-on-exec).
    private func moveOutOfTheWay() throws(SystemError) -> DescriptorList {
        let lowest = max(2, descriptors.keys.max() ?? 2) + 1
        var list = DescriptorList()
        for number in descriptors.keys.sorted() {
            guard let source = descriptors[number], number >= 0, number < 4_096 else {
                throw SystemError(code: EBADF, action: "give \(executable) the descriptor \(number)")
            }
            list.append(
                try systemCall("give \(executable) the descriptor \(source)") { fcntl(source, F_DUPFD_CLOEXEC, lowest) }
            )
        }
        return list
    }

    /// A zero byte would silently cut the text where C reads it.
    private func refuseZeroBytes() throws(SystemError) {
        let texts = [executable, workingDirectory ?? ""] + arguments + environment.map { $0.key + $0.value }
        guard !texts.contains(where: { $0.utf8.contains(0) }) else {
            throw SystemError(code: EINVAL, action: "start \(executable): an argument or variable holds a zero byte")
        }
    }
}

/// Several descriptors under one owner.
private struct DescriptorList: ~Copyable {
    private(set) var numbers: [Int32] = []

    mutating func append(_ number: Int32) {
        numbers.append(number)
    }

    deinit {
        for number in numbers { _ = close(number) }
    }
}
