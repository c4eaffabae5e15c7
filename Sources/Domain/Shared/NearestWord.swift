/// Finds the word that somebody probably meant.
package enum NearestWord {
    /// The word of `known` that is nearest to `word`, or nil if none is near: at most a third of the letters differ.
    package static func find(_ word: String, among known: some Sequence<String>) -> String? {
        let letters = Array(word.lowercased().unicodeScalars.prefix(64))
        let tolerance = max(1, letters.count / 3)
        return known.map { (word: $0, distance: distance(letters, Array($0.unicodeScalars.prefix(64)))) }
            .filter { $0.distance <= tolerance }
            .min { ($0.distance, $0.word) < ($1.distance, $1.word) }?.word
    }

    /// ` (did you mean "x"?)` for the nearest word, or nothing; to follow a message.
    package static func hint(_ word: String, among known: some Sequence<String>) -> String {
        find(word, among: known).map { " (did you mean \"\($0)\"?)" } ?? ""
    }

    /// How many letters must be put in, left out, replaced, or swapped with their neighbour.
    private static func distance(_ left: [UnicodeScalar], _ right: [UnicodeScalar]) -> Int {
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var row = [i + 1]
            for (j, b) in right.enumerated() {
                var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (a == b ? 0 : 1))
                if i > 0, j > 0, a == right[j - 1], left[i - 1] == b { best = min(best, beforeLast[j - 1] + 1) }
                row.append(best)
            }
            (beforeLast, last) = (last, row)
        }
        return last[right.count]
    }
}
