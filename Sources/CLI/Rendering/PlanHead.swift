internal import Domain

/// What was planned, a line for each place: which revision, how old that knowledge is, and what stands against it.
enum PlanHead {
    static func lines(_ plan: JSONValue, now: Instant) -> [String] {
        let isPreview = plan.line("revision") != nil
        return (plan["sources"]?.array ?? []).map { source in
            switch source.line("phase") {
            case "local": local(source)
            case _ where isPreview: preview(source)
            default: followed(source, now)
            }
        }
    }

    private static func local(_ source: JSONValue) -> String {
        let base = source.line("base").map { "with \(Words.short($0) ?? $0)" } ?? "with nothing deployed"
        return "Plan of '\(source.line("ref") ?? "?")' of the repository here, \(source.line("url") ?? "?"), at "
            + "\(revision(source)), compared \(base); what its remote has may be another revision."
    }

    private static func preview(_ source: JSONValue) -> String {
        let base = Words.short(source.line("base")).map { ", on \($0), which is accepted" } ?? ""
        return "Plan of '\(source.line("ref") ?? "?")' of \(source.line("url") ?? "?") (source "
            + "'\(source.line("name") ?? "?")') at \(revision(source))\(base)."
    }

    private static func followed(_ source: JSONValue, _ now: Instant) -> String {
        let age = TimeText.age(source.line("answered"), now: now).map { "answered \($0)" } ?? "has not answered yet"
        let name = "Source '\(source.line("name") ?? "?")' at \(revision(source))"
        let place = "\(name): \(source.line("ref") ?? "?") of \(source.line("url") ?? "?"), \(age)"
        return ([place] + [distance(source), hold(source)].compactMap(\.self)).map { "\($0)." }.joined(separator: " ")
    }

    private static func hold(_ source: JSONValue) -> String? {
        guard let held = HeldText.line(source) else { return nil }
        let revision = source.line("held", "revision") ?? "REVISION"
        let isShown = source.line("held", "reason") == "restored"
        let place = isShown ? "this plan" : "`reconciler plan --ref \(revision)`"
        return "It is \(held), \(place) shows what that does"
    }

    /// Why the place is not known as it is now.
    private static func distance(_ source: JSONValue) -> String? {
        guard let message = source.line("message") else { return nil }
        return source.line("phase") == "unreachable" ? "It cannot be polled: \(message)" : message
    }

    private static func revision(_ source: JSONValue) -> String {
        Words.short(source.line("revision")) ?? "no revision"
    }
}
