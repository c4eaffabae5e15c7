import Domain
import Testing

@Suite("A histogram")
struct HistogramTests {
    @Test("puts each value into the first bucket that has room for it")
    func buckets() {
        var histogram = Histogram(bounds: [1, 2.5])
        for value in [0.5, 1, 2, 2.5, 3, -7] { histogram.observe(value) }
        #expect(histogram.counts == [3, 2])
        #expect(histogram.total == 6)
        #expect(histogram.sum == 9)
    }
}
