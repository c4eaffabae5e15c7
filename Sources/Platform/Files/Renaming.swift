internal import Glibc

/// Moving a file to another name in one step.
package enum Renaming {
    /// Gives what is at `source` the name `target`, replacing a file that is there.
    package static func rename(_ source: String, to target: String) throws(SystemError) {
        try systemCall("move \(source) to \(target)") { Glibc.rename(source, target) }
    }
}
