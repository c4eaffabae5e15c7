import Domain
import Reconciler
import TestSupport

extension Workshop {
    func views(
        sources: [any ConfigurationSource] = [],
        rules: [SourceName: HoldRules] = [:],
        disk: DiskBoard = DiskBoard(),
        isWritable: @escaping @Sendable () async -> Bool = { true }
    ) -> StatusViews {
        StatusViews(
            store: store,
            runtimeState: runtimeState,
            board: board,
            disk: disk,
            sources: sources,
            rules: rules,
            about: StatusViews.About(version: "0.1.0", started: .sample(5_000)),
            changes: changes,
            meter: meter,
            requests: requests,
            isWritable: isWritable
        )
    }

    /// Puts a note of the source on the board, as the daemon does at its start.
    func note(_ source: Source.ID, name: String = "config", _ change: (inout SourceBoard.Note) -> Void = { _ in }) {
        var note = SourceBoard.Note(
            name: .sample(name),
            url: "https://git.example/\(name).git",
            ref: "branch main",
            path: .root
        )
        change(&note)
        board.put(note, of: source)
    }
}

extension JSONValue {
    /// An object's keys, in order.
    var keys: [String] { object?.members.map(\.key) ?? [] }
}
