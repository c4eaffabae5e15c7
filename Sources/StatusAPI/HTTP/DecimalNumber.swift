/// Numbers as they stand in paths, queries and tokens: decimal digits and nothing else, no sign among them.
enum DecimalNumber {
    /// Nil unless it is one that fits 64 bits.
    static func parse(_ text: some StringProtocol) -> Int64? {
        text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int64(text) : nil
    }
}
