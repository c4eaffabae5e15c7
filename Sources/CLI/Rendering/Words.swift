/// The API's words as people read them, with the colours that go with them.
enum Words {
    /// `out_of_sync` as `out of sync`.
    static func plain(_ word: String?) -> String? {
        word.map { String($0.map { $0 == "_" ? " " : $0 }) }
    }

    /// A reason for people: one of the API's words as plain words, a sentence as it is.
    static func reason(_ text: String?) -> String? {
        let isWord = text?.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "_") } ?? false
        return isWord ? plain(text) : text
    }

    static func colour(syncStatus: String?) -> Paint.Colour? {
        switch syncStatus {
        case "synced": .green
        case "out_of_sync": .yellow
        default: .dim
        }
    }

    static func colour(health: String?) -> Paint.Colour? {
        switch health {
        case "healthy": .green
        case "progressing": .cyan
        case "degraded": .red
        case "suspended", "missing": .yellow
        default: .dim
        }
    }

    static func colour(decision: String?) -> Paint.Colour? {
        switch decision {
        case "deploy": .cyan
        case "nothing": .green
        case "wait": .yellow
        case "hold": .red
        default: .dim
        }
    }

    /// Of a deployment or a step.
    static func colour(state: String?) -> Paint.Colour? {
        switch state {
        case "succeeded", "success": .green
        case "failed", "failure", "timed_out", "interrupted": .red
        case "running": .cyan
        case "cancelled": .yellow
        default: .dim
        }
    }

    /// The first digits of a revision or a digest.
    static func short(_ hex: String?) -> String? { hex.map { String($0.prefix(8)) } }
}
