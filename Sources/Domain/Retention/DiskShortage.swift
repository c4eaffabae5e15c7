/// Less of the state dir's file system is free than has to be.
package struct DiskShortage: Hashable, Sendable {
    /// In bytes.
    package let free: Int64
    /// What has to be free, in bytes.
    package let needed: Int64

    package init(free: Int64, needed: Int64) {
        self.free = free
        self.needed = needed
    }

    /// What is wrong, as the end of "because …".
    package var words: String {
        "only \(ByteSizeText.text(free)) are free on the state dir's file system, less than the "
            + "\(ByteSizeText.text(needed)) of retention.free_bytes"
    }
}
