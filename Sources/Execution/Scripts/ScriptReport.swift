internal import Domain

/// What a deploy script says of its steps: one JSON object a line, or one by HTTP.
enum ScriptReport {
    /// The step in a line of output; nil if the line is plain output.
    static func line(_ bytes: [UInt8], at now: Instant, masker: Masker = Masker([])) -> StepUpdate? {
        guard bytes.first(where: { $0 != 0x20 && $0 != 0x09 }) == UInt8(ascii: "{"),
            // Most lines that begin like an object are somebody's output, and no error of anybody's.
            let json = try? JSONParser.parse(bytes, limits: .line).value
        else { return nil }
        return step(json.masked(by: masker), at: now)
    }

    /// The step in a line of any length; of one that is too long, as far as its two ends tell.
    static func line(_ line: LineSplitter.Line, at now: Instant, masker: Masker = Masker([])) -> StepUpdate? {
        switch line {
        case .whole(let bytes): self.line(bytes, at: now, masker: masker)
        case .long(let line): LongObject.read(line).flatMap { step($0.masked(by: masker), at: now) }
        }
    }

    private static func step(_ json: JSONValue, at now: Instant) -> StepUpdate? {
        json["state"]?.string.flatMap(state).flatMap { update(json, state: $0, at: now) }
    }

    /// The step in the body of a request, which may leave its state to be seen from its times; nil if there is none.
    static func body(_ json: JSONValue, at now: Instant) -> StepUpdate? {
        guard let word = json["state"]?.string else { return update(json, state: implied(json), at: now) }
        guard let state = state(word) else { return nil }
        return update(json, state: state, at: now)
    }

    private static func state(_ word: String) -> Step.State? {
        switch word {
        case "running": .running
        case "success": .success
        case "failure": .failure
        default: nil
        }
    }

    private static func implied(_ json: JSONValue) -> Step.State {
        if json["error_message"]?.string?.isEmpty == false { return .failure }
        return json["finished"]?.string == nil ? .running : .success
    }

    private static func update(_ json: JSONValue, state: Step.State, at now: Instant) -> StepUpdate? {
        guard let name = json["name"]?.string, !name.isEmpty else { return nil }
        return StepUpdate(
            name: Excerpt.cut(name, characters: Excerpt.nameLimit),
            state: state,
            message: message(json).map { Excerpt.cut($0) },
            time: now
        )
    }

    private static func message(_ json: JSONValue) -> String? {
        for key in ["error_message", "message"] {
            switch json[key] {
            case nil, .null?, .string("")?: continue
            case .string(let text)?: return text
            case let other?: return other.text()
            }
        }
        return nil
    }
}
