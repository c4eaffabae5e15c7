/// How much those who share a pool of readers may ask of the store.
package struct ReadLimits: Sendable {
    /// How many reads go on at once.
    let readers: Int
    /// How many wait; further ones are refused.
    var waiting = Int.max
    /// How long a read may take from being asked, in seconds; nil for as long as it takes.
    var seconds: Int64?
    /// Whether a read ends with the task that asks.
    var isCancellable = true
}
