internal import Glibc

extension Descriptor {
    /// Writes every byte at `offset`, without moving the file's own offset.
    package func pwriteAll(_ bytes: [UInt8], at offset: Int64) throws(SystemError) {
        var sent = 0
        while sent < bytes.count {
            sent += try systemCall("write to descriptor \(number) at \(offset)") {
                bytes.withUnsafeBytes { buffer in
                    let rest = UnsafeRawBufferPointer(rebasing: buffer.dropFirst(sent))
                    return Glibc.pwrite(number, rest.baseAddress, rest.count, off_t(offset) + off_t(sent))
                }
            }
        }
    }

    /// Returns once the file's bytes and its length are on disk.
    package func synchronizeData() throws(SystemError) {
        try systemCall("synchronise descriptor \(number)") { fdatasync(number) }
    }

    /// Takes room for the first `length` bytes now, so that a disk that fills up later cannot refuse them.
    package func allocate(_ length: Int64) throws(SystemError) {
        let code = posix_fallocate(number, 0, off_t(length))
        guard code == 0 else { throw SystemError(code: code, action: "take \(length) bytes of disk") }
    }
}
