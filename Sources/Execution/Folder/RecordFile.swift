internal import Domain
internal import Platform

/// The JSON files of a run's folder.
enum RecordFile {
    private static let limits = JSONLimits(bytes: 8 << 20, depth: 128)

    /// - Throws: ``UnreadableRecord`` for what is no JSON, or no file.
    static func read(_ path: String) throws -> JSONValue {
        let bytes = try bytes(path)
        do {
            return try JSONParser.parse(bytes, limits: limits).value
        } catch {
            throw UnreadableRecord(what: "\(path) is not JSON: \(error)")
        }
    }

    private static func bytes(_ path: String) throws -> [UInt8] {
        do {
            return try DurableFile.read(path, limit: limits.bytes)
        } catch {
            guard error.isOfNoPlainFile || error.isOfTooLargeFile else { throw error }
            throw UnreadableRecord(what: "\(error)")
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
