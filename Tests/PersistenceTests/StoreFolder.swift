import Foundation

/// A folder for one store, there as long as somebody holds on to this.
final class StoreFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit {
        // What is left over in the temporary folder fails no test.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The database file.
    var store: String { path + "/store.db" }

    /// The write-ahead log beside it.
    var log: String { store + "-wal" }

    func bytes(_ path: String) throws -> [UInt8] { try Array(Data(contentsOf: URL(filePath: path))) }

    func write(_ bytes: [UInt8], to path: String) throws { try Data(bytes).write(to: URL(filePath: path)) }

    /// Size and time of the last change of each file, without opening one.
    func stamps() throws -> [String: Stamp] {
        try [store, log].reduce(into: [:]) { stamps, path in
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            stamps[path] = Stamp(
                size: attributes[.size] as? Int ?? -1,
                changed: attributes[.modificationDate] as? Date ?? .distantPast
            )
        }
    }

    struct Stamp: Equatable {
        let size: Int
        let changed: Date
    }
}
