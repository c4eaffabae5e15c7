import Foundation
import Platform

/// A wall clock for a program under test that jumps when told to; its other clocks stay as they are.
///
/// The program needs ``environment`` when it is started: then the library `ClockShift` is loaded into it.
package struct ShiftedClock: Sendable {
    private let file: String
    private let library: String

    /// A clock that goes right until it jumps; `file` is made, and tells the program how much it is off.
    ///
    /// - Throws: ``GitProgram/Failure`` if the library was not built.
    package init(file: String) throws {
        self.file = file
        library = try Self.besideThisProgram("libClockShift.so")
        try jump(to: 0)
    }

    /// Sets the clock off by so many seconds from the right time.
    package func jump(to seconds: Int64) throws {
        let bytes = (0..<8).map { UInt8(truncatingIfNeeded: seconds >> ($0 * 8)) }
        // In place: the program looks at the very file that it has mapped.
        try Descriptor.open(file, [.write, .create]).pwriteAll(bytes, at: 0)
    }

    package var environment: [String: String] { ["LD_PRELOAD": library, "CLOCK_SHIFT": file] }

    private static func besideThisProgram(_ name: String) throws -> String {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let path = (own as NSString).deletingLastPathComponent + "/" + name
        guard FileManager.default.fileExists(atPath: path) else {
            throw GitProgram.Failure(
                description: "there is no \(path); build it with: swift build --product ClockShift"
            )
        }
        return path
    }
}
