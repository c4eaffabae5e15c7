import WebServer

/// What the parser makes of bytes.
enum ParsedRequests {
    static func steps(
        _ bytes: [UInt8],
        cutAt cut: Int?,
        oneByOne: Bool = false,
        limits: MessageLimits = MessageLimits()
    ) -> [RequestParser.Step] {
        var parser = RequestParser(limits: limits, peer: .tcp(address: "127.0.0.1", port: 1))
        var steps: [RequestParser.Step] = []
        let parts = oneByOne ? bytes.map { [$0][...] } : [bytes[..<(cut ?? 0)], bytes[(cut ?? 0)...]]
        for part in parts {
            parser.append(part)
            steps += drain(&parser)
            if steps.last?.status != nil { break }
        }
        return steps
    }

    private static func drain(_ parser: inout RequestParser) -> [RequestParser.Step] {
        var steps: [RequestParser.Step] = []
        while true {
            let step = parser.next()
            if step == .needMore { return steps }
            if step != .continueExpected { steps.append(step) }
            if step.status != nil { return steps }
        }
    }
}
