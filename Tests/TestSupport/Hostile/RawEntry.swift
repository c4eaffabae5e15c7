/// One entry of a tree as its writer wants it: neither the mode nor the name need be one that Git knows.
struct RawEntry {
    let mode: String
    let name: [UInt8]
    let id: ObjectName

    init(_ mode: String, _ name: [UInt8], _ id: ObjectName) {
        (self.mode, self.name, self.id) = (mode, name, id)
    }

    static func file(_ name: String, _ id: ObjectName) -> RawEntry { RawEntry("100644", Array(name.utf8), id) }
    static func script(_ name: String, _ id: ObjectName) -> RawEntry { RawEntry("100755", Array(name.utf8), id) }
    static func link(_ name: String, _ id: ObjectName) -> RawEntry { RawEntry("120000", Array(name.utf8), id) }
    static func folder(_ name: String, _ id: ObjectName) -> RawEntry { RawEntry("40000", Array(name.utf8), id) }

    var bytes: [UInt8] { Array("\(mode) ".utf8) + name + [0] + id.bytes }

    /// Whether Git wants it before the other one: a folder's name counts with a slash at its end.
    static func precedes(_ one: RawEntry, _ other: RawEntry) -> Bool {
        one.orderedName.lexicographicallyPrecedes(other.orderedName)
    }

    private var orderedName: [UInt8] { mode == "40000" ? name + [UInt8(ascii: "/")] : name }
}
