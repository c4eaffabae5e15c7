/// A push hook from somebody who knows the source's secret: there may be news in the source.
package struct PushHook: Hashable, Sendable {
    package let source: SourceName
    /// What the sender calls the delivery, the same when it is sent again; nil if it calls it nothing.
    package let delivery: String?

    package init(source: SourceName, delivery: String?) {
        self.source = source
        self.delivery = delivery
    }
}

/// What the daemon does with push hooks.
package protocol HookTaking: Sendable {
    /// Sees to it that a poll of the source begins after now; a delivery that has come before is the same request again.
    ///
    /// - Returns: What it can be asked about by.
    func take(_ hook: PushHook) throws(HookPostponed) -> ControlRequest.ID

    /// Somebody without the secret has sent something for the source.
    func noteRefusal(of source: SourceName)

    /// Something has come for the source that was too large to be read.
    ///
    /// - `polls`: Whether it may be a push hook: then a poll of the source begins after now, though not at once where there
    ///   was one for such a reason just before.
    func takeUnread(_ source: SourceName, polls: Bool)
}

/// A hook cannot be taken now.
package enum HookPostponed: Error, Hashable, CustomStringConvertible {
    /// The daemon ends, or its configuration is read anew.
    case stopping
    /// So many are waiting that no more can.
    case tooMany

    package var description: String {
        switch self {
        case .stopping: "the daemon stops, or reads its configuration anew; it polls every source when it starts"
        case .tooMany: "too many hooks wait for their polls"
        }
    }
}
