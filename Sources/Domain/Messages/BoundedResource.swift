/// A resource as an event shows it: never larger than clients take in one message.
///
/// What is too large loses the ends of its lists, and says in `omitted` how many entries that were; the resource's own
/// address has all of them.
package enum BoundedResource {
    /// The largest text of an event, in bytes.
    package static let event = 128 << 10
    /// The largest text of its resource: an event's other members come to less than the rest.
    package static let limit = event - 1_024
    /// What `omitted` takes itself.
    private static let note = 32

    /// What is shortened, one after the other, until the resource is small enough.
    private static let expendable: [[String]] = [
        ["steps"], ["problems"], ["data", "steps"], ["context", "env"], ["last_deployment", "context", "env"],
        ["data", "extra_vars"], ["data", "env"], ["data"],
    ]

    /// The resource, shortened where its text would be larger than ``limit``.
    package static func bounded(_ resource: JSONValue) -> JSONValue {
        var (shortened, omitted) = (resource, 0)
        for path in expendable {
            let surplus = shortened.bytes().count - limit
            guard surplus > 0 else { break }
            omitted += shorten(&shortened, at: path[...], by: surplus + note)
        }
        guard omitted > 0, case .object(var object) = shortened else { return resource }
        object["omitted"] = .integer(omitted)
        return .object(object)
    }

    /// Takes entries from the end of what is at `path`, until they come to so many bytes; how many they were.
    private static func shorten(_ value: inout JSONValue, at path: ArraySlice<String>, by bytes: Int) -> Int {
        guard let key = path.first else { return shorten(&value, by: bytes) }
        guard case .object(var object) = value, var member = object[key] else { return 0 }
        let omitted = shorten(&member, at: path.dropFirst(), by: bytes)
        object[key] = member
        value = .object(object)
        return omitted
    }

    private static func shorten(_ value: inout JSONValue, by bytes: Int) -> Int {
        switch value {
        case .array(let items):
            let kept = kept(of: items.map { $0.bytes().count + 1 }, without: bytes)
            value = .array(Array(items.prefix(kept)))
            return items.count - kept
        case .object(let object):
            // A name is what everybody asks a resource for.
            let names = object.members.filter { $0.key == "name" }
            let others = object.members.filter { $0.key != "name" }
            let kept = kept(of: others.map { $0.value.bytes().count + $0.key.utf8.count + 4 }, without: bytes)
            value = .object(JSONObject(names + others.prefix(kept)))
            return others.count - kept
        case .null, .bool, .number, .string: return 0
        }
    }

    /// How many entries stay when those at the end go that come to so many bytes.
    private static func kept(of sizes: [Int], without bytes: Int) -> Int {
        var left = bytes
        var kept = sizes.count
        while kept > 0, left > 0 {
            kept -= 1
            left -= sizes[kept]
        }
        return kept
    }
}

extension EventRecord {
    /// Its data as a text of at most ``BoundedResource/limit``: events of earlier versions may be larger in the store.
    package var boundedData: String {
        guard data.utf8.count > BoundedResource.limit else { return data }
        // What cannot be read is told as it was written.
        guard let resource = try? JSONParser.parse(data, limits: .own).value else { return data }
        return BoundedResource.bounded(resource).text()
    }
}
