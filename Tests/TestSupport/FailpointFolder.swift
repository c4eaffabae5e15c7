package import Domain
import Glibc
import Platform

/// Ends this process at failpoints that a test chooses.
///
/// `RECONCILER_FAILPOINTS` names a folder. The process that reaches a failpoint and finds a file of that name in it
/// removes the file and kills itself: one process for each file, and the missing file shows that it was reached. Where
/// the file holds a process's number, that one gets SIGHUP instead, and whoever has reached the failpoint goes on.
package enum FailpointFolder {
    package static let variable = "RECONCILER_FAILPOINTS"

    /// Failpoints that are watched if this process has the variable.
    package static func failpoints() -> Failpoints {
        failpoints(getenv(variable).map { [variable: String(cString: $0)] } ?? [:])
    }

    /// Failpoints that are watched if the variable is there.
    package static func failpoints(_ environment: [String: String]) -> Failpoints {
        guard let folder = environment[variable] else { return .unwatched }
        return Failpoints(environment: [variable: folder]) { failpoint in
            let file = "\(folder)/\(failpoint.rawValue)"
            // Taken first, so that it is nobody else's while it is read.
            let own = "\(file).\(OwnProcess.pid)"
            guard rename(file, own) == 0 else { return }
            let reader = reader(in: own)
            unlink(own)
            Signals.send(reader == nil ? Signals.kill : Signals.hangUp, to: reader ?? OwnProcess.pid)
        }
    }

    /// Whose number is in the file.
    private static func reader(in file: String) -> Int32? {
        // One that is empty names nobody, as one that cannot be read.
        guard let bytes = try? DurableFile.read(file, limit: 32) else { return nil }
        return Int32(String(decoding: bytes, as: UTF8.self))
    }
}
