import Domain
import Testing

@Suite("The room on a page")
struct PageRoomTests {
    @Test(
        "is for what comes to no more than so many bytes, and for the first thing in any case",
        arguments: [
            (10, [4, 6, 1], [true, true, false]), (10, [40, 1], [true, false]), (0, [1, 0], [true, true]),
            (10, [4, 7, 1], [true, false, false]),
        ]
    )
    func takes(bytes: Int, sizes: [Int], taken: [Bool]) {
        var room = PageRoom(bytes)
        #expect(sizes.map { room.takes($0) } == taken)
    }
}
