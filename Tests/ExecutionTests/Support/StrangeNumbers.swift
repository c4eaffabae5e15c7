import Domain

/// What may stand where a number of a record is expected.
enum StrangeNumbers {
    static let all = [
        "-9223372036854775808", "-1", "0", "1", "9223372036854775807", "18446744073709551616", "1e308", "0.5",
    ]
}

extension JSONValue {
    /// The value as often as there are numbers in it, each time with another one of them replaced.
    func replacingEachNumber(by number: String) -> [JSONValue] {
        switch self {
        case .number: [.number(number)]
        case .array(let items):
            items.indices.flatMap { index in
                items[index].replacingEachNumber(by: number).map { item in
                    var changed = items
                    changed[index] = item
                    return .array(changed)
                }
            }
        case .object(let object):
            object.members.flatMap { member in
                member.value.replacingEachNumber(by: number).map { value in
                    var changed = object
                    changed[member.key] = value
                    return .object(changed)
                }
            }
        case .null, .bool, .string: []
        }
    }
}
