/// What is remarked on the reports of a run, up to a limit, so that no run fills its own output with it.
struct Remarks {
    private let limit: Int
    private var count = 0

    init(limit: Int = 20) {
        self.limit = limit
    }

    /// The text to be noted, the last time with a word on it; nil when enough was said.
    mutating func next(_ text: String) -> String? {
        guard count < limit else { return nil }
        count += 1
        return count == limit ? text + "; no more is said of such lines" : text
    }
}
