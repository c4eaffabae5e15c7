internal import Platform

/// Keeps a run's output: everything up to a limit, beyond it the beginning and the end.
///
/// The beginning is in `output.log`; once that is full the rest goes round and round in `output.tail`, which
/// ``seal(_:)`` puts behind the beginning, with a line that marks the gap if there is one.
struct OutputLog: ~Copyable {
    private let head: Descriptor
    private var room: Int64
    private let folder: RunFolder
    private let tailSize: Int64
    private var tail: OutputTail?

    init(_ folder: RunFolder, limits: RunLimits) throws {
        self.folder = folder
        tailSize = max(1, min(limits.logTailBytes, limits.logBytes / 2))
        room = max(0, limits.logBytes - tailSize)
        tail = nil
        head = try Descriptor.open(folder.output, [.write, .create, .append, .noFollow])
    }

    mutating func write(_ bytes: [UInt8]) throws {
        let fitting = Int(min(room, Int64(bytes.count)))
        if fitting > 0 {
            try head.writeAll(fitting == bytes.count ? bytes : Array(bytes[..<fitting]))
            room -= Int64(fitting)
        }
        guard fitting < bytes.count else { return }
        try writeTail(Array(bytes[fitting...]))
    }

    private mutating func writeTail(_ bytes: [UInt8]) throws {
        let tail = try self.tail ?? OutputTail(folder.outputTail, size: tailSize, begin: try head.size())
        self.tail = tail
        try tail.write(bytes)
    }

    /// Puts the end behind the beginning, when nobody writes any more.
    ///
    /// Done again after an interruption it gives the same file; where there is something else than a file it does
    /// nothing.
    static func seal(_ folder: RunFolder) throws {
        guard let kept = try OutputTail.read(folder.outputTail) else { return }
        do {
            try put(kept, behindBeginningIn: folder)
        } catch let error as SystemError where error.isOfNoPlainFile {
            return
        }
    }

    private static func put(_ kept: borrowing OutputTail.Kept, behindBeginningIn folder: RunFolder) throws {
        let file = try Descriptor.open(folder.output, [.write, .create, .append, .noFollow, .nonBlocking])
        try file.truncate(to: min(kept.begin, file.size()))
        if kept.dropped > 0 {
            try file.writeAll("\n[reconciler: \(kept.dropped) bytes of output were left out here]\n")
        }
        try kept.copy(to: file)
        try FolderRemoval.remove(folder.outputTail)
    }
}
