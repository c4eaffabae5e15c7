internal import Glibc

extension [UInt8] {
    /// Where the first line feed at or behind `start` stands, nil if there is none; by memchr(3), so that a gigabyte
    /// without one costs no more in a build for debugging.
    package func lineFeed(from start: Int = 0) -> Int? {
        withUnsafeBytes { bytes in
            guard start < bytes.count, let base = bytes.baseAddress else { return nil }
            return memchr(base + start, 0x0A, bytes.count - start).map { base.distance(to: UnsafeRawPointer($0)) }
        }
    }
}
