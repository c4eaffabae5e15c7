import Foundation

/// What `strace -f -o` writes: a line for each system call, or two where a call of another thread came between.
enum SystemCallTrace {
    private static let unfinished = " <unfinished ...>"
    private static let resumed = " resumed>"

    /// A line for each call, with its result; what had not returned when the trace ended stays unfinished.
    static func lines(of text: String) -> [String] {
        var lines: [String] = []
        /// Where the call stands that a thread has begun.
        var begun: [Substring: Int] = [:]
        for line in text.split(separator: "\n") {
            let thread = line.prefix { $0.isNumber }
            if line.contains("<... "), let end = line.range(of: resumed), let index = begun.removeValue(forKey: thread)
            {
                lines[index] = String(lines[index].dropLast(unfinished.count) + line[end.upperBound...])
            } else {
                if line.hasSuffix(unfinished) { begun[thread] = lines.count }
                lines.append(String(line))
            }
        }
        return lines
    }
}
