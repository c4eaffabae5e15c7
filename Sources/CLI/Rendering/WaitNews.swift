internal import Domain

/// What services wait for while somebody waits for them, in words; the same reason is told once.
struct WaitNews {
    private let paint: Paint
    private var told: [String: String] = [:]

    init(paint: Paint) {
        self.paint = paint
    }

    /// A line if the service, as the API shows it, waits for something that it did not wait for before.
    mutating func take(_ service: JSONValue?, called name: String) -> String? {
        guard let decision = service?["decision"], decision.line("decision") == "wait",
            let reason = decision.line("reason"), reason != "running"
        else {
            told[name] = nil
            return nil
        }
        // The sentence may name a time that passes.
        let subject = ([reason] + decision.lines("blocked_by")).joined(separator: " ")
        guard told.updateValue(subject, forKey: name) != subject else { return nil }
        return decision.line("message").map { "\(paint(name, .bold)): \($0)" }
    }
}
