/// A program to start, and everything it gets: what is not named here it does not get.
package struct SpawnRequest: Equatable, Sendable {
    /// The program's file; no search in `PATH` (see `ExecutableSearch`).
    package var executable: String
    /// What follows the program's name.
    package var arguments: [String]
    /// The first argument, where it is to differ from `executable`.
    package var name: String?
    /// The whole environment: nothing of this process's own is added.
    package var environment: [String: String]
    /// Where it starts; nil: where this process is.
    package var workingDirectory: String?
    /// The child's descriptor numbers and this process's descriptors that become them.
    ///
    /// The child's numbers are below 4,096. Of 0, 1 and 2 the missing ones are `/dev/null`; every other one is closed, marked close-on-exec or not.
    package var descriptors: [Int32: Int32]
    /// Whether it leads a session, and so a process group, of its own.
    package var newSession: Bool

    package init(
        executable: String,
        arguments: [String] = [],
        name: String? = nil,
        environment: [String: String] = [:],
        workingDirectory: String? = nil,
        descriptors: [Int32: Int32] = [:],
        newSession: Bool = false
    ) {
        self.executable = executable
        self.arguments = arguments
        self.name = name
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.descriptors = descriptors
        self.newSession = newSession
    }
}
