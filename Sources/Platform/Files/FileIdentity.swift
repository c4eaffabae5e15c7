internal import Glibc

/// Which file a path leads to, whatever it is called: the same file has the same identity.
package struct FileIdentity: Hashable, Sendable {
    private let device: UInt64
    private let number: UInt64

    /// The identity of what is at `path`, symlinks followed; nil if nothing is.
    package static func find(_ path: String) throws(SystemError) -> FileIdentity? {
        var information = stat()
        do {
            try systemCall("look at \(path)") { stat(path, &information) }
        } catch  where error.isMissing {
            return nil
        }
        return FileIdentity(device: UInt64(information.st_dev), number: UInt64(information.st_ino))
    }
}
