internal import Domain

/// What a deploy script says of its steps: one JSON object a line, or one by HTTP.
enum ScriptReport {
    /// What a line of output is.
    enum Line: Hashable {
        /// Plain output.
        case plain
        case step(StepUpdate)
        /// A step in a state of this name, which nobody knows: it stays in the state that it has.
        case unknownState(StepUpdate, String)
        /// It begins like a report and cannot be read as one, for this reason.
        case unreadable(String)
    }

    /// Reads a line of any length; of one that is too long, as far as its two ends tell.
    static func read(_ line: LineSplitter.Line, at now: Instant, masker: Masker = Masker([])) -> Line {
        switch line {
        case .whole(let bytes): read(bytes, at: now, masker: masker)
        case .long(let line):
            switch LongObject.read(line) {
            case let json?: step(json.masked(by: masker), at: now) ?? .unreadable("its two ends tell no step")
            case nil: .plain
            }
        }
    }

    /// Reads a line as leniently as `json.loads` does, by which such scripts were read before.
    static func read(_ bytes: [UInt8], at now: Instant, masker: Masker = Masker([])) -> Line {
        guard ReportLine.isObject(bytes) else { return .plain }
        do {
            let json = try JSONParser.parse(bytes, limits: .line, dialect: .lenient).value
            return step(json.masked(by: masker), at: now) ?? .plain
        } catch {
            // What does not go on like a report is somebody's output, and no error of anybody's.
            guard ReportLine.beginsLikeReport(bytes) else { return .plain }
            return .unreadable("column \(error.position.column): \(error.message)")
        }
    }

    /// Nil for an object that is no report at all.
    private static func step(_ json: JSONValue, at now: Instant) -> Line? {
        guard let word = json["state"]?.string, let state = state(word) else { return unknownState(json, at: now) }
        return update(json, state: state, at: now).map(Line.step)
            ?? .unreadable("its state is \"\(word)\", but it names no step")
    }

    private static func unknownState(_ json: JSONValue, at now: Instant) -> Line? {
        guard let word = json["state"]?.string, word != Step.State.pending.rawValue else { return nil }
        return update(json, state: .running, at: now).map { .unknownState($0, word) }
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
            time: now,
            placement: .afterLastBegun
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
