internal import Platform

/// The end of an output of any length, in a file of one size that is written round and round.
///
/// Its first bytes say how far it is, so that another process can go on where this one was ended.
final class OutputTail {
    /// Where the output itself begins in the file.
    private static let dataOffset: Int64 = 4_096
    /// No tail is larger, in bytes: a file that says so was not written here.
    private static let largest: Int64 = 64 << 20

    private let file: Descriptor
    private let size: Int64
    /// How many bytes of output are before the tail.
    private let begin: Int64
    private var total: Int64 = 0

    init(_ path: String, size: Int64, begin: Int64) throws {
        file = try Descriptor.open(path, [.write, .create, .truncate, .noFollow])
        (self.size, self.begin) = (min(size, Self.largest), begin)
        try file.pwriteAll(header, at: 0)
    }

    func write(_ bytes: [UInt8]) throws {
        let lost = max(0, Int64(bytes.count) - size)
        total += lost
        var rest = bytes[Int(lost)...]
        while !rest.isEmpty {
            let place = total % size
            let piece = rest.prefix(Int(min(size - place, Int64(rest.count))))
            try file.pwriteAll(Array(piece), at: Self.dataOffset + place)
            total += Int64(piece.count)
            rest = rest.dropFirst(piece.count)
        }
        try file.pwriteAll(header, at: 0)
    }

    private var header: [UInt8] {
        [begin, size, total].flatMap { number in
            (0..<8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
        }
    }

    /// What another process has written; nil if there is no such file, or it says what cannot be.
    static func read(_ path: String) throws(SystemError) -> Kept? {
        do {
            let file = try Descriptor.open(path, [.read, .noFollow, .nonBlocking])
            let numbers = numbers(try file.pread(upTo: 24, at: 0))
            guard numbers.count == 3, numbers[0] >= 0, (1...largest).contains(numbers[1]), numbers[2] >= 0 else {
                return nil
            }
            return Kept(file: file, begin: numbers[0], size: numbers[1], total: numbers[2])
        } catch  where error.isMissing || error.isOfNoPlainFile {
            return nil
        }
    }

    private static func numbers(_ bytes: [UInt8]) -> [Int64] {
        stride(from: 0, to: bytes.count - 7, by: 8).map { start in
            (0..<8).reduce(Int64(0)) { $0 | Int64(bytes[start + $1]) << ($1 * 8) }
        }
    }

    /// The end of an output that nobody writes any more.
    struct Kept: ~Copyable {
        private let file: Descriptor
        /// How many bytes of output are before the tail.
        let begin: Int64
        private let size: Int64
        private let total: Int64

        fileprivate init(file: consuming Descriptor, begin: Int64, size: Int64, total: Int64) {
            self.file = file
            (self.begin, self.size, self.total) = (begin, size, total)
        }

        /// How many bytes were written over.
        var dropped: Int64 { max(0, total - size) }

        /// Appends the bytes in the order in which they were written.
        func copy(to target: borrowing Descriptor) throws {
            var place = dropped
            while place < total {
                let inRing = place % size
                let length = min(1 << 20, size - inRing, total - place)
                let bytes = try file.pread(upTo: Int(length), at: OutputTail.dataOffset + inRing)
                guard !bytes.isEmpty else { return }
                try target.writeAll(bytes)
                place += Int64(bytes.count)
            }
        }
    }
}
