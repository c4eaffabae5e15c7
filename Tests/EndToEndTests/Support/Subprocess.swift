import Domain
import Platform

/// How a program ended, and what it printed.
struct CommandResult: Sendable, CustomStringConvertible {
    let command: String
    /// The exit status; 128 and the signal's number after a signal, as a shell says it.
    let exit: Int32
    let output: String
    let errors: String

    /// What the program printed, as JSON.
    func json() throws -> JSONValue {
        do {
            return try JSONParser.parse(output, limits: .own).value
        } catch {
            throw CommandFailed(result: self, remark: "its output is no JSON: \(error)")
        }
    }

    var description: String { "\(command): exit status \(exit)\n--- output\n\(output)\n--- errors\n\(errors)" }
}

struct CommandFailed: Error, CustomStringConvertible {
    let result: CommandResult
    let remark: String

    var description: String { "\(remark)\n\(result)" }
}

/// Programs that tests run.
enum Subprocess {
    /// Runs a program to its end; its output goes through files, so that none of it can fill a pipe.
    static func run(
        _ program: String,
        _ arguments: [String],
        environment: [String: String] = [:],
        in folder: String? = nil
    ) async throws -> CommandResult {
        let capture = try OutputCapture()
        let child = try SpawnRequest(
            executable: try resolved(program),
            arguments: arguments,
            environment: surroundings.merging(environment) { $1 },
            workingDirectory: folder,
            descriptors: [1: capture.output.number, 2: capture.errors.number]
        ).start()
        let status = try await child.exitStatus()
        return CommandResult(
            command: ([program] + arguments).joined(separator: " "),
            exit: status.number,
            output: try capture.text(of: capture.output),
            errors: try capture.text(of: capture.errors)
        )
    }

    /// As ``run(_:_:environment:in:)``; anything but exit status 0 is an error.
    @discardableResult
    static func succeed(
        _ program: String,
        _ arguments: [String],
        environment: [String: String] = [:],
        in folder: String? = nil
    ) async throws -> CommandResult {
        let result = try await run(program, arguments, environment: environment, in: folder)
        guard result.exit == 0 else { throw CommandFailed(result: result, remark: "a command failed") }
        return result
    }

    /// What every program gets: nothing that a hook, a user's git configuration or a language would change.
    static let surroundings: [String: String] = [
        "PATH": Program.environment["PATH"] ?? "/usr/bin:/bin",
        "HOME": "/nonexistent",
        "LANG": "C.UTF-8",
        "NO_COLOR": "1",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_AUTHOR_NAME": "Test", "GIT_AUTHOR_EMAIL": "test@example.org",
        "GIT_COMMITTER_NAME": "Test", "GIT_COMMITTER_EMAIL": "test@example.org",
    ]

    private static func resolved(_ program: String) throws -> String {
        guard !program.contains("/") else { return program }
        for folder in (surroundings["PATH"] ?? "").split(separator: ":") {
            let candidate = "\(folder)/\(program)"
            if Folder.somethingExists(at: candidate) { return candidate }
        }
        throw SystemError(code: 2, action: "find \(program) on the PATH")
    }
}

/// Where a program's output goes.
private struct OutputCapture: ~Copyable {
    let output: Descriptor
    let errors: Descriptor

    init() throws {
        let first = try OutputCapture.unnamed()
        let second = try OutputCapture.unnamed()
        output = first
        errors = second
    }

    borrowing func text(of descriptor: borrowing Descriptor) throws -> String {
        let size = try descriptor.size()
        return String(decoding: try descriptor.pread(upTo: Int(size), at: 0), as: UTF8.self)
    }

    private static func unnamed() throws -> Descriptor {
        let path = "/tmp/reconciler-e2e-output-\(UInt64.random(in: 0...UInt64.max))"
        let descriptor = try Descriptor.open(path, [.readWrite, .create, .exclusive])
        try FolderRemoval.remove(path)
        return descriptor
    }
}

extension ExitStatus {
    /// The status as a shell says it.
    var number: Int32 {
        switch self {
        case .exited(let code): code
        case .signaled(let signal): 128 + signal
        }
    }
}
