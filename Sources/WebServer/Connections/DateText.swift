internal import Platform

/// The present time as the `Date` field has it; its text is made once a second.
final class DateText {
    private var second = Int64.min
    private var text = ""

    func now() -> String {
        let now = WallClock.now() / 1_000
        if now != second {
            second = now
            text = HTTPDate.text(now)
        }
        return text
    }
}
