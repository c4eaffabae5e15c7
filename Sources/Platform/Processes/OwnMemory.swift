internal import CLinux

/// The memory of this process.
package enum OwnMemory {
    /// From so many bytes on a block is a large one.
    private static let large: Int32 = 512 << 10

    /// Has large blocks given back to the system as soon as they are let go of.
    ///
    /// By itself the C library keeps them once one was let go of, and what stays between them keeps their room: forty
    /// definitions of 1 MiB took twice what they have.
    package static func giveBackLargeBlocks() {
        // Refused, everything is as it would be without.
        _ = mallopt(M_MMAP_THRESHOLD, large)
    }
}
