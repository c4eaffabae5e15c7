/// What a tree's entry is, as far as Git keeps it.
enum EntryMode: UInt32, Hashable, Sendable {
    case folder = 0o040000
    case file = 0o100644
    case executable = 0o100755
    case link = 0o120000
    case submodule = 0o160000

    var isFile: Bool { self == .file || self == .executable }

    /// As it is written in a tree, in octal digits.
    var text: String { String(rawValue, radix: 8) }

    /// Any mode that Git has ever written: of a file's only the owner's right to execute counts.
    init(raw: UInt32) {
        switch raw & 0o170000 {
        case 0o040000: self = .folder
        case 0o120000: self = .link
        case 0o160000: self = .submodule
        default: self = raw & 0o100 == 0 ? .file : .executable
        }
    }
}
