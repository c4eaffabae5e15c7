internal import Glibc

/// A named pipe: a place in a folder where one process leaves bytes for another.
package enum Fifo {
    /// Makes it; one that is there stays.
    package static func create(_ path: String, mode: UInt32 = 0o600) throws(SystemError) {
        do {
            try systemCall("make the named pipe \(path)") { mkfifo(path, mode) }
        } catch  where error.code == EEXIST {
            return
        }
    }
}
