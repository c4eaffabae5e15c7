internal import Platform

extension SpawnRequest {
    /// Starts the program with the rights of another user.
    ///
    /// - Returns: The process id, of the program itself.
    func start(as account: Account) throws -> Int32 {
        let order = try ProgramRequest(self, account: account).file()
        let report = try Pipe()
        var helper = self
        helper.executable = Paths.ownExecutable
        (helper.name, helper.arguments, helper.environment) = ("reconciler", ["exec"], [:])
        helper.descriptors[ProgramRequest.orderDescriptor] = order.number
        helper.descriptors[ProgramRequest.reportDescriptor] = report.writer.number
        let pid = try helper.start().pid
        // Its end comes when the program has taken the helper's place.
        let words = String(decoding: try report.takeReader().readAll(limit: 65_536), as: UTF8.self)
        let parts = words.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, let code = Int32(parts[0]) else { return pid }
        throw SystemError(code: code, action: String(parts[1]))
    }
}
