internal import Glibc

/// Makes this process another program.
package enum ProgramReplacement {
    /// Replaces this program; what is not close-on-exec stays open.
    ///
    /// `name` is the first argument, `mask` the permissions that files made by the program do not get.
    ///
    /// - Returns: Only on failure: why.
    package static func become(
        _ executable: String,
        name: String,
        arguments: [String],
        environment: [String: String],
        mask: UInt32
    ) -> SystemError {
        let arguments = CStrings([name] + arguments)
        let environment = CStrings(environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
        _ = umask(mask)
        _ = execve(executable, arguments.pointer, environment.pointer)
        return SystemError(code: errno, action: "start \(executable)")
    }
}
