internal import Glibc

/// What this process was started with.
enum ProcessContext {
    /// The arguments without the program's name.
    static var arguments: [String] { Array(CommandLine.arguments.dropFirst()) }

    static let environment: [String: String] = {
        var variables: [String: String] = [:]
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            if let sign = text.firstIndex(of: "=") {
                variables[String(text[..<sign])] = String(text[text.index(after: sign)...])
            }
            next += 1
        }
        return variables
    }()

    static var workingDirectory: String {
        guard let path = getcwd(nil, 0) else { return "/" }
        defer { free(path) }
        return String(cString: path)
    }

    static var user: ConfigurationReader.Input.User {
        ConfigurationReader.Input.User(isRoot: geteuid() == 0, name: LoginNames.name(of: geteuid()))
    }
}
