internal import Domain
internal import Platform

/// What the supervisor wants `reconciler exec` to become, and with whose rights.
///
/// It goes through memory and not through arguments and variables: those are anybody's to read, and the run's own
/// variables must not reach a process that is still root.
struct ProgramRequest: Hashable, Sendable {
    /// The descriptors that the supervisor hands down beside the program's own.
    static let orderDescriptor: Int32 = 4
    static let reportDescriptor: Int32 = 5
    private static let limits = JSONLimits(bytes: 64 << 20, depth: 4)

    let executable: String
    let arguments: [String]
    let environment: [String: String]
    let account: Account

    init(_ request: SpawnRequest, account: Account) {
        (executable, arguments, environment) = (request.executable, request.arguments, request.environment)
        self.account = account
    }

    func file() throws -> Descriptor {
        let variables = environment.sorted { $0.key < $1.key }.map { JSONObject.Member($0.key, .string($0.value)) }
        let json = JSONValue.members([
            "executable": .string(executable),
            "arguments": .array(arguments.map(JSONValue.string)),
            "environment": .object(JSONObject(variables)),
            "account": account.json,
        ])
        return try MemoryFile.make(json.bytes())
    }

    /// Reads what ``file()`` wrote.
    init(from file: borrowing Descriptor) throws {
        let bytes = try file.pread(upTo: Int(clamping: min(file.size(), Int64(Self.limits.bytes))), at: 0)
        let record = RecordReader(try JSONParser.parse(bytes, limits: Self.limits).value, "the order")
        executable = try record.string("executable")
        arguments = try record.strings("arguments")
        let members = try record.object("environment").members
        environment = Dictionary(members.compactMap { item in item.value.string.map { (item.key, $0) } }) { $1 }
        account = try Account(try record.record("account"))
    }
}
