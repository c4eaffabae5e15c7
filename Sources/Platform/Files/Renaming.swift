internal import CLinux
internal import Glibc

/// Moving a file to another name in one step.
package enum Renaming {
    /// Gives what is at `source` the name `target`, replacing a file that is there.
    package static func rename(_ source: String, to target: String) throws(SystemError) {
        try systemCall("move \(source) to \(target)") { Glibc.rename(source, target) }
    }

    /// Lets two files or folders change places, so that neither name is ever missing.
    ///
    /// - Returns: False, and nothing has changed, where the file system cannot do that.
    package static func exchange(_ one: String, with other: String) throws(SystemError) -> Bool {
        do {
            try systemCall("exchange \(one) with \(other)") {
                renameat2(AT_FDCWD, one, AT_FDCWD, other, UInt32(reconciler_RENAME_EXCHANGE))
            }
            return true
        } catch  where [EINVAL, ENOSYS].contains(error.code) {
            return false
        }
    }
}
