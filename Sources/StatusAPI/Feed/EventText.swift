internal import Domain

/// An event as the API and the feed write it.
enum EventText {
    /// `data` is put in as it is stored, which is JSON: nothing of it is read, unless it is too large.
    static func bytes(of record: EventRecord) -> [UInt8] {
        let head = JSONValue.members([
            "seq": .integer(record.seq), "time": .string(record.time.description), "type": .string(record.type),
            "event": .string(record.event), "service": .optional(record.service),
            "deployment_id": .optional(record.deployment) { .integer($0.number) },
        ])
        return head.bytes().dropLast() + Array(",\"data\":".utf8) + Array(record.boundedData.utf8) + [UInt8(ascii: "}")]
    }
}
