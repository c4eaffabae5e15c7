import Foundation
import Platform

/// Runs the real programs that tests stand on.
package enum GitProgram {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// The program's file.
    ///
    /// - Throws: ``Failure`` that says which package has it.
    package static func find(_ name: String, package: String) throws -> String {
        for folder in ["/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/local/bin", "/usr/lib/git-core"] {
            let path = "\(folder)/\(name)"
            if FileManager.default.isExecutableFile(atPath: path) { return path }
        }
        throw Failure(description: "the tests need \(name); on Debian: apt-get install \(package)")
    }

    /// Runs git, and returns what it printed without the last line's end.
    @discardableResult
    package static func git(_ arguments: [String], in folder: String) throws -> String {
        try run(try find("git", package: "git"), arguments, in: folder)
    }

    /// - Throws: ``Failure`` with what the program wrote to standard error, when it does not exit with 0.
    @discardableResult
    package static func run(_ program: String, _ arguments: [String], in folder: String) throws -> String {
        let capture = try GitScratch("output")
        let (output, errors) = (capture.file("out"), capture.file("err"))
        let status = try start(program, arguments, in: folder, output: output, errors: errors).wait()
        let words = try String(contentsOfFile: errors, encoding: .utf8)
        guard status.isSuccess else {
            throw Failure(description: "\(program) \(arguments.joined(separator: " ")): \(status): \(words)")
        }
        return try String(contentsOfFile: output, encoding: .utf8).trimmingCharacters(in: .newlines)
    }

    /// Starts a program whose output goes to files.
    static func start(
        _ program: String,
        _ arguments: [String],
        in folder: String,
        output: String,
        errors: String
    ) throws -> ChildProcess {
        let out = try Descriptor.open(output, [.write, .create, .truncate])
        let err = try Descriptor.open(errors, [.write, .create, .truncate])
        return try SpawnRequest(
            executable: program,
            arguments: arguments,
            environment: environment,
            workingDirectory: folder,
            descriptors: [1: out.number, 2: err.number]
        ).start()
    }

    /// Nothing that a user's configuration or language would change.
    package static let environment = [
        "PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "HOME": "/nonexistent", "LANG": "C.UTF-8",
        "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0",
        "GIT_AUTHOR_NAME": "Test", "GIT_AUTHOR_EMAIL": "test@example.org",
        "GIT_COMMITTER_NAME": "Test", "GIT_COMMITTER_EMAIL": "test@example.org",
    ]

    /// The program under test: `RECONCILER_BINARY`, or what was built beside the tests.
    package static func reconciler(_ name: String = "reconciler") throws -> String {
        if let path = ProcessInfo.processInfo.environment["RECONCILER_BINARY"] { return path }
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let path = (tests as NSString).deletingLastPathComponent + "/\(name)"
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw Failure(description: "there is no \(path); build it, or set RECONCILER_BINARY")
        }
        return path
    }
}
