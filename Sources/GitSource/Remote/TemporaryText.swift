internal import Glibc
internal import Platform

/// A text in a file of its own (mode 0600), for a program that reads files only; gone with its owner.
struct TemporaryText: ~Copyable {
    let path: String

    init(_ text: String) throws(SystemError) {
        path = "/tmp/reconciler-\(String(UInt64.random(in: .min ... .max), radix: 16))"
        let file = try Descriptor.open(path, [.write, .create, .exclusive, .noFollow])
        try Self.fill(file, text, path)
    }

    deinit {
        unlink(path)
    }

    private static func fill(
        _ file: consuming Descriptor,
        _ text: String,
        _ path: String
    ) throws(SystemError) {
        do {
            try file.writeAll(text)
        } catch {
            unlink(path)
            throw error
        }
    }
}
