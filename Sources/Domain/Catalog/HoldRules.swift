/// What of a source is not accepted without a person's word.
package struct HoldRules: Hashable, Sendable {
    /// What a tip does that does not contain the accepted one, or a tag that moved.
    package enum Rewrite: String, CaseIterable, Sendable {
        /// It is accepted like any other.
        case follow
        /// It is held.
        case hold
    }

    /// The most services that may change in one step; nil for any number.
    package let maxChanged: Int?
    /// The most services that may leave in one step; nil for any number.
    package let maxRemoved: Int?
    package let onRewrite: Rewrite

    /// Without arguments only a source that suddenly defines nothing is held: that always is.
    package init(maxChanged: Int? = nil, maxRemoved: Int? = nil, onRewrite: Rewrite = .follow) {
        self.maxChanged = maxChanged
        self.maxRemoved = maxRemoved
        self.onRewrite = onRewrite
    }

    /// What accepting a revision would do to the source's services.
    package struct Step: Hashable, Sendable {
        /// Services that stay, with another definition or content; new ones are not counted.
        package let changed: Int
        package let removed: Int
        /// Whether the source had services and would have none.
        package let leavesNothing: Bool
        /// The accepted revision, if the new one does not follow from it.
        package let rewrites: Revision?

        package init(changed: Int, removed: Int, leavesNothing: Bool, rewrites: Revision?) {
            self.changed = changed
            self.removed = removed
            self.leavesNothing = leavesNothing
            self.rewrites = rewrites
        }
    }

    /// Every rule that the step breaks, the gravest first, each with what was found; none if it may be taken.
    package func broken(by step: Step) -> [(reason: SourceHold.Reason, finding: String)] {
        var broken: [(reason: SourceHold.Reason, finding: String)] = []
        if step.leavesNothing {
            broken.append(
                (.emptied, "it defines no service any more, and \(Self.count(step.removed)) would be removed")
            )
        }
        if onRewrite == .hold, let before = step.rewrites {
            broken.append((.rewritten, "it does not follow from the accepted revision \(before.short)"))
        }
        if let maxRemoved, step.removed > maxRemoved {
            broken.append((.removals, "\(Self.count(step.removed)) would be removed, more than \(maxRemoved)"))
        }
        if let maxChanged, step.changed > maxChanged {
            broken.append((.changes, "\(Self.count(step.changed)) would change, more than \(maxChanged)"))
        }
        return broken
    }

    private static func count(_ number: Int) -> String { number == 1 ? "1 service" : "\(number) services" }
}
