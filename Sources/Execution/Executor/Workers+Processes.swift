internal import Platform

extension Workers {
    /// The threads on which the processes of the machine are looked through, which takes the longer the more there are:
    /// for all runs together, so that many runs that are lost or cancelled at once hold up nothing else.
    static let processes = Workers(label: "processes", count: 2)
}
