internal import Domain

/// Users and tokens, as a person or a program reads them.
struct AccessText {
    private let paint: Paint
    private let width: Int?
    private let wantsJSON: Bool

    /// For what is written on `console`, in the form that `invocation` asks for.
    init(_ console: any Console, _ invocation: Invocation) {
        paint = console.paint
        width = console.lineWidth
        wantsJSON = invocation.wantsJSON
    }

    func users(_ users: [JSONValue]) -> String {
        if wantsJSON { return json(users) }
        guard !users.isEmpty else { return "There are no users.\n" }
        var table = TextTable("NAME", "CREATED", "CHANGED")
        for user in users { table.add(cell(user, "name"), cell(user, "created"), cell(user, "changed")) }
        return table.text(paint, width: width)
    }

    func tokens(_ tokens: [JSONValue]) -> String {
        if wantsJSON { return json(tokens) }
        guard !tokens.isEmpty else { return "No token was given out.\n" }
        var table = TextTable("ID", "TYPE", "NAME", "SERVICE", "EXPIRES", "STATUS")
        for token in tokens {
            let status = token["status"]?.string
            table.add(
                TextTable.Cell(token["id"]?.integer.map { String($0) }),
                cell(token, "type"),
                cell(token, "name"),
                cell(token, "service"),
                cell(token, "expires"),
                TextTable.Cell(status, status == "valid" ? .green : .red)
            )
        }
        return table.text(paint, width: width)
    }

    private func cell(_ value: JSONValue, _ key: String) -> TextTable.Cell { TextTable.Cell(value[key]?.string) }

    private func json(_ items: [JSONValue]) -> String {
        JSONValue.members(["items": .array(items)]).text(.pretty) + "\n"
    }
}
