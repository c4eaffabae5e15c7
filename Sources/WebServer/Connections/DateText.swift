internal import Platform

/// The present time as the `Date` field has it.
enum DateText {
    static func now() -> String { HTTPDate.text(WallClock.now() / 1_000) }
}
