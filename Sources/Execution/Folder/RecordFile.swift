internal import Domain
internal import Platform

/// The JSON files of a run's folder.
enum RecordFile {
    private static let limits = JSONLimits(bytes: 8 << 20, depth: 128)

    static func read(_ path: String) throws -> JSONValue {
        let bytes = try DurableFile.read(path, limit: limits.bytes)
        do {
            return try JSONParser.parse(bytes, limits: limits).value
        } catch {
            throw UnreadableRecord(what: "\(path) is not JSON: \(error)")
        }
    }

    /// What is in the file, or nil if there is no file.
    static func readIfThere(_ path: String) throws -> JSONValue? {
        do {
            return try read(path)
        } catch let error as SystemError where error.isMissing {
            return nil
        }
    }
}
