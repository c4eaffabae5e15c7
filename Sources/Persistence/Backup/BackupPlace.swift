internal import Domain
internal import Platform

/// Where a backup is written.
enum BackupPlace {
    /// Where SQLite has the application's id in a file, and how long the part of the file is that says so.
    private static let applicationID = 68..<72

    /// Refuses a place that is not absolute, is the store itself, or has a file that is no earlier backup.
    static func check(_ target: String, of store: String) throws {
        guard target.hasPrefix("/") else { throw BackupRefused("the place for a backup must be absolute: \(target)") }
        guard let found = try FileIdentity.find(target) else { return }
        guard try found != FileIdentity.find(store) else {
            throw BackupRefused("\(target) is the store itself; choose another place for the backup")
        }
        guard try isStore(target) else {
            throw BackupRefused("\(target) is there already and is no backup; choose another name, or remove it first")
        }
    }

    /// A new, empty file that only this user can read, in the same folder.
    static func draft(beside target: String) throws(SystemError) -> String {
        let draft = "\(target).\(UInt64.random(in: 0...UInt64.max)).partial"
        _ = try Descriptor.open(draft, [.write, .create, .exclusive, .noFollow])
        return draft
    }

    private static func isStore(_ path: String) throws -> Bool {
        let file = try Descriptor.open(path, [.read, .nonBlocking])
        let bytes = try file.pread(upTo: applicationID.upperBound, at: 0)
        guard bytes.count == applicationID.upperBound else { return false }
        return bytes[applicationID].reduce(0) { $0 << 8 | Int64($1) } == Schema.applicationID
    }
}
