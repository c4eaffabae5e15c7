import Domain
import Testing

@testable import Execution

@Suite("A report in events.jsonl")
struct StepReportJSONTests {
    static let reports: [StepReport] = [
        .plan([StepReport.PlannedStep(name: "one", key: "k"), StepReport.PlannedStep(name: "handler", key: nil)]),
        .plan([]),
        .step(StepUpdate(name: "plain", state: .running, time: Instant(millisecondsSince1970: 5))),
        .step(
            StepUpdate(
                name: "full \n\u{1F389}",
                key: "id",
                host: "alpha",
                state: .skipped,
                changed: true,
                message: "because",
                time: Instant(millisecondsSince1970: 1),
                placement: .afterLastBegun
            )
        ),
    ]

    @Test("is read as it was written, on one line", arguments: reports)
    func roundTrip(report: StepReport) throws {
        let line = report.json.bytes()
        #expect(!line.contains(0x0A))
        #expect(StepReport(try JSONParser.parse(line, limits: .line).value) == report)
    }

    @Test("comes in bounded batches whose offsets continue each other, and damaged lines are passed over")
    func batches() {
        let line = Self.reports[2].json.text() + "\n"
        let bytes = Array((String(repeating: line, count: 700) + "damaged\n" + line + "half a li").utf8)
        let first = ReportReader.parse(bytes, from: 100)
        #expect(first.reports.count == ReportReader.batch)
        #expect(first.end == 100 + Int64(line.utf8.count * ReportReader.batch))
        let second = ReportReader.parse(Array(bytes[Int(first.end - 100)...]), from: first.end)
        #expect(second.reports.count == 201)
        #expect(second.end == 100 + Int64(bytes.count - 9))
    }
}
