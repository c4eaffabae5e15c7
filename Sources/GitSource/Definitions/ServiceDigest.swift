internal import Crypto
internal import Domain

/// Puts together what a run can see as one digest.
///
/// No file's content enters: trees already name it. The digest is the SHA-256 of fields with their lengths before
/// them: the scheme, the hash of the folder's own content, the definition's keys that reach a run as canonical JSON,
/// and every further entry by place, mode and object id. Places in the service's folder are relative to it, others to
/// the source's path, so that renaming the folder changes nothing.
enum ServiceDigest {
    /// - `scheme`: By which the coverage was found.
    static func compute(
        _ coverage: Coverage,
        _ definition: JSONValue,
        by scheme: DigestScheme = .current
    ) throws -> Digest {
        var fields = LengthPrefixed()
        fields.append("reconciler digest")
        fields.append(count: scheme.rawValue)
        fields.append(coverage.ownHash ?? [])
        fields.append(reaching(definition).bytes(.canonical))
        fields.append(count: coverage.entries.count)
        for entry in places(coverage) {
            fields.append(entry.scope)
            fields.append(entry.path)
            fields.append(entry.mode.text)
            fields.append(entry.id.bytes)
        }
        let hex = Hexadecimal.text(try MessageDigest.sha256.hash(fields.bytes))
        guard let digest = Digest(hex: hex, scheme: scheme.rawValue) else { throw CryptoFailure(code: 0) }
        return digest
    }

    /// The members that reach a run.
    private static func reaching(_ definition: JSONValue) -> JSONValue {
        let keys = Set(DefinitionKey.reachingRuns.map(\.rawValue))
        return .object(JSONObject(definition.object?.members.filter { keys.contains($0.key) } ?? []))
    }

    private struct Place {
        let scope: String
        let path: [UInt8]
        let mode: EntryMode
        let id: ObjectID
    }

    private static func places(_ coverage: Coverage) -> [Place] {
        let places = coverage.entries.map { entry in
            let isInside = entry.path.isWithin(coverage.folder)
            let path = isInside ? entry.path.relative(to: coverage.folder) : entry.path
            return Place(scope: isInside ? "service" : "source", path: path.bytes, mode: entry.mode, id: entry.id)
        }
        return places.sorted { left, right in
            left.scope == right.scope ? left.path.lexicographicallyPrecedes(right.path) : left.scope < right.scope
        }
    }
}
