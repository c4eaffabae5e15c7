internal import Glibc

/// What this process knows of itself.
package enum OwnProcess {
    package static var pid: Int32 { getpid() }

    /// How many processors the machine gives to programs.
    package static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// The working directory, as an absolute path.
    package static func workingDirectory() throws(SystemError) -> String {
        guard let path = getcwd(nil, 0) else { throw SystemError(code: errno, action: "find the working directory") }
        defer { free(path) }
        return String(cString: path)
    }

    /// The variable's value in this process's environment.
    package static func variable(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        return String(cString: value)
    }

    /// The home folder of the user as whom this process runs, as the password file says; nil without an entry.
    package static func homeFolder() -> String? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 65_536)
        guard getpwuid_r(geteuid(), &entry, &buffer, buffer.count, &found) == 0, found != nil,
            let home = entry.pw_dir
        else { return nil }
        return String(cString: home)
    }
}
