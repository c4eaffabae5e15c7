internal import CLinux
internal import Glibc

/// A pipe: what goes into the writer comes out of the reader.
///
/// Both ends are close-on-exec.
///
/// The usual way: hand one end's number to a child, start it, then `takeReader()` or
/// `takeWriter()`, which closes the end that is now the child's.
package struct Pipe: ~Copyable, Sendable {
    package let reader: Descriptor
    package let writer: Descriptor

    package init() throws(SystemError) {
        var numbers: [Int32] = [-1, -1]
        try systemCall("make a pipe") { pipe2(&numbers, O_CLOEXEC) }
        reader = Descriptor(adopting: numbers[0])
        writer = Descriptor(adopting: numbers[1])
    }

    /// Keeps the reading end and closes the writing one.
    package consuming func takeReader() -> Descriptor { reader }

    /// Keeps the writing end and closes the reading one.
    package consuming func takeWriter() -> Descriptor { writer }
}
