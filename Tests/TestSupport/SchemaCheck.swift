package import Domain

/// Validates by JSON Schema 2020-12, as far as the project's schemas use it; another keyword is an error.
package struct SchemaCheck {
    private let root: JSONValue

    package init(_ root: JSONValue) {
        self.root = root
    }

    package struct Unsupported: Error {
        package let keyword: String
    }

    package func accepts(_ value: JSONValue) throws -> Bool { try accepts(value, root) }

    /// By a schema that refers to others in the document.
    package func accepts(_ value: JSONValue, by schema: JSONValue) throws -> Bool { try accepts(value, schema) }

    private func accepts(_ value: JSONValue, _ schema: JSONValue) throws -> Bool {
        for member in schema.object?.members ?? [] where try !keeps(value, member.key, member.value, schema) {
            return false
        }
        return true
    }

    private func keeps(_ value: JSONValue, _ keyword: String, _ rule: JSONValue, _ schema: JSONValue) throws -> Bool {
        switch keyword {
        case "$schema", "$defs", "title", "description", "default", "format", "x-enum-varnames": true
        case "$ref": try accepts(value, try resolve(rule))
        case "type": (rule.array ?? [rule]).contains { Self.has(value, $0.string ?? "") }
        case "enum": (rule.array ?? []).contains(value)
        case "oneOf": try (rule.array ?? []).count { try accepts(value, $0) } == 1
        case "anyOf": try (rule.array ?? []).contains { try accepts(value, $0) }
        case "not": try !accepts(value, rule)
        case "required", "properties", "additionalProperties", "propertyNames", "maxProperties":
            try value.object.map { try keeps($0, keyword, rule, schema) } ?? true
        case "items", "minItems", "maxItems", "uniqueItems":
            try value.array.map { try keeps($0, keyword, rule) } ?? true
        case "pattern", "minLength", "maxLength": try value.string.map { try keeps($0, keyword, rule) } ?? true
        case "minimum": value.integer.map { $0 >= rule.integer ?? 0 } ?? true
        case "maximum": value.integer.map { $0 <= rule.integer ?? 0 } ?? true
        default: throw Unsupported(keyword: keyword)
        }
    }

    private func keeps(
        _ object: JSONObject,
        _ keyword: String,
        _ rule: JSONValue,
        _ schema: JSONValue
    ) throws -> Bool {
        switch keyword {
        case "required": return (rule.array ?? []).allSatisfy { object[$0.string ?? ""] != nil }
        case "maxProperties": return object.members.count <= Int(rule.integer ?? 0)
        case "propertyNames": return try object.members.allSatisfy { try accepts(.string($0.key), rule) }
        case "properties":
            return try object.members.allSatisfy { member in
                try rule[member.key].map { try accepts(member.value, $0) } ?? true
            }
        default:
            let others = object.members.filter { schema["properties"]?[$0.key] == nil }
            return rule == .bool(false) ? others.isEmpty : try others.allSatisfy { try accepts($0.value, rule) }
        }
    }

    private func keeps(_ items: [JSONValue], _ keyword: String, _ rule: JSONValue) throws -> Bool {
        switch keyword {
        case "items": try items.allSatisfy { try accepts($0, rule) }
        case "minItems": items.count >= Int(rule.integer ?? 0)
        case "maxItems": items.count <= Int(rule.integer ?? 0)
        default: rule != .bool(true) || Set(items).count == items.count
        }
    }

    /// A pattern is searched for by Unicode scalars, and a length counts them.
    private func keeps(_ text: String, _ keyword: String, _ rule: JSONValue) throws -> Bool {
        switch keyword {
        case "pattern":
            let regex = try Regex(rule.string ?? "").matchingSemantics(.unicodeScalar).asciiOnlyDigits()
            return text.firstMatch(of: regex) != nil
        case "minLength": return text.unicodeScalars.count >= Int(rule.integer ?? 0)
        default: return text.unicodeScalars.count <= Int(rule.integer ?? 0)
        }
    }

    private func resolve(_ reference: JSONValue) throws -> JSONValue {
        let path = reference.string?.split(separator: "/").dropFirst() ?? []
        let found = path.reduce(root as JSONValue?) { $0?[String($1)] }
        guard let found, !path.isEmpty else { throw Unsupported(keyword: "$ref \(reference.text())") }
        return found
    }

    private static func has(_ value: JSONValue, _ type: String) -> Bool {
        switch type {
        case "object": value.object != nil
        case "array": value.array != nil
        case "string": value.string != nil
        case "boolean": value.bool != nil
        case "integer": value.integer != nil
        case "null": value == .null
        default: false
        }
    }
}
