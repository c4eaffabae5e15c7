import Domain
import Testing

@testable import Reconciler

@Suite("The sizes of outputs")
struct OutputBookTests {
    @Test("are summed though files say to be as large as any")
    func huge() {
        var book = OutputBook([Deployment.ID(1): .max, Deployment.ID(2): .max])
        book[Deployment.ID(3)] = 10
        #expect(book.total == .max)
        #expect(book.surplus(over: 10) == [Deployment.ID(1), Deployment.ID(2)])
        for number in [1, 2] as [Int64] { book[Deployment.ID(number)] = nil }
        #expect(book.total == 10)
    }
}
