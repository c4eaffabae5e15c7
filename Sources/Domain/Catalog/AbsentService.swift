/// A name that no service has now: what became of the one that had it, or which one was probably meant.
package struct AbsentService: Hashable, Sendable {
    package let name: ServiceName
    /// How the last service of this name went; nil if there never was one.
    package let removal: Removal?
    /// The name of a service that is there and called nearly so.
    package let nearest: ServiceName?

    /// When a service left its repository.
    package struct Removal: Hashable, Sendable {
        package let source: SourceName
        /// When that was found out; nil if it is not known any more.
        package let at: Instant?
        /// The accepted revision that did not have it any more; nil if it is not known any more.
        package let revision: Revision?

        package init(source: SourceName, at: Instant?, revision: Revision?) {
            self.source = source
            self.at = at
            self.revision = revision
        }
    }

    package init(name: ServiceName, removal: Removal? = nil, nearest: ServiceName? = nil) {
        self.name = name
        self.removal = removal
        self.nearest = nearest
    }

    /// Looks for what became of it.
    package init(_ name: ServiceName, in reading: any Reading) throws {
        if let removed = try reading.services.removed(named: name) {
            let last = try reading.decisions.last(of: removed.id)
            let end = last?.cause.reason == Decision.nothing(.removed).reason ? last : nil
            let removal = Removal(source: removed.sourceName, at: end?.time, revision: end?.accepted)
            self.init(name: name, removal: removal)
        } else {
            let known = name.text.count > 1 ? try reading.services.activeNames() : []
            let nearest = NearestWord.find(name.text, among: known.map(\.text))
            self.init(name: name, nearest: nearest.flatMap { ServiceName($0) })
        }
    }

    /// The same without a word of other services.
    package var alone: AbsentService { AbsentService(name: name, removal: removal) }
}

extension AbsentService: CustomStringConvertible {
    package var description: String {
        if let removal { return "the service '\(name)' \(removal.words); `reconciler history \(name)` shows its past" }
        let hint = nearest.map { "; did you mean '\($0)'?" } ?? ";"
        return "no service is called '\(name)'\(hint) `reconciler status` lists those that there are"
    }
}

extension AbsentService.Removal {
    /// As the end of a sentence about the service.
    fileprivate var words: String {
        let time = at.map { " at \($0)" } ?? ""
        let commit = revision.map { ", which has not defined it any more since \($0.short)" } ?? ""
        return "was removed\(time): it has left its source '\(source)'\(commit)"
    }
}
