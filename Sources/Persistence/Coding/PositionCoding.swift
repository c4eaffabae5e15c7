internal import Domain

extension JSONValue {
    /// A place in a file: `[line, column]`.
    static func position(_ position: TextPosition) -> JSONValue {
        .array([.integer(position.line), .integer(position.column)])
    }

    /// Nil unless it is what ``position(_:)`` makes.
    var position: TextPosition? {
        guard let numbers = array?.allOrNil(\.integer), numbers.count == 2, let line = Int(exactly: numbers[0]),
            let column = Int(exactly: numbers[1])
        else { return nil }
        return TextPosition(line: line, column: column)
    }

    /// The places of a definition: `[[line, column], [[line, column], …]]`.
    static func positions(_ positions: DesiredService.Positions) -> JSONValue {
        .array([.position(positions.name), .array(positions.dependsOn.map(JSONValue.position))])
    }

    /// Nil unless it is what ``positions(_:)`` makes.
    var positions: DesiredService.Positions? {
        guard let parts = array, parts.count == 2, let name = parts[0].position,
            let dependsOn = parts[1].array?.allOrNil(\.position)
        else { return nil }
        return DesiredService.Positions(name: name, dependsOn: dependsOn)
    }
}

extension [JSONValue] {
    /// What `transform` makes of every item, or nil if it makes nothing of one.
    func allOrNil<Value>(_ transform: (JSONValue) -> Value?) -> [Value]? {
        let values = compactMap(transform)
        return values.count == count ? values : nil
    }
}
