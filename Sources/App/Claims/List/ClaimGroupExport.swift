import Dictionary
import Formats
import Storage

/// A group of cases for a lawyers' network: codes, sums and years. No name of a worker, no number of a case, no day; only cases whose people agreed that the network
/// sees them without identity (`share-with-network`).
struct ClaimGroupExport {
    static let scope = "share-with-network"

    let node: Node
    let connection: any Connection

    /// - Returns: the rows, and how many cases were left out because nobody was asked.
    func csv(_ group: ClaimGroups.Group, title: String, today: CalendarDay) throws -> (bytes: [UInt8], leftOut: Int) {
        var writer = CSVWriter(guardsFormulas: true, byteOrderMark: true)
        writer.write(["group", title])
        writer.write([
            "case", "head", "basis", "country", "origin", "forum", "stage", "decision", "filed-year", "decided-year", "currency", "claimed", "awarded",
            "received",
        ])
        var (number, leftOut) = (0, 0)
        let consents = Consents(node: node, connection: connection)
        // In the order of what is claimed, so that the order of records, which is that of their making, tells nothing.
        let cases = group.byCase.sorted { ($0.value.compactMap(\.head).sorted().joined(), $0.key) < ($1.value.compactMap(\.head).sorted().joined(), $1.key) }
        for (caseRecord, lines) in cases {
            guard try consents.effective(for: caseRecord, on: today)?.allows(Self.scope) == true else {
                leftOut += 1
                continue
            }
            number += 1
            for line in lines.sorted(by: { ($0.head ?? "") < ($1.head ?? "") }) {
                let currency = line.amount?.currency ?? (line.awarded ?? line.received.first)?.currency ?? ""
                writer.write([
                    "\(number)", line.head ?? "", line.basis ?? "", line.country ?? "", line.origin ?? "", line.forum ?? "", line.stage,
                    line.decision ?? "", line.filed.map { "\($0.year)" } ?? "", line.decided.map { "\($0.year)" } ?? "", currency, claimed(line.amount),
                    line.awarded?.text ?? "", received(line, currency),
                ])
            }
        }
        writer.write(["left out", "\(leftOut)"])
        return (writer.takeBytes(), leftOut)
    }

    /// The sum, or the least and the most; without the most where nothing bounds it.
    private func claimed(_ span: CoinSpan?) -> String {
        span.map { span in span.exact?.text ?? "\(span.low.text)–\(span.high?.text ?? "")" } ?? ""
    }

    /// In the currency of the line without naming it; what came in others with theirs.
    private func received(_ line: ClaimLine, _ currency: String) -> String {
        line.received.map { $0.currency == currency ? $0.text : "\($0.text) \($0.currency)" }.joined(separator: " + ")
    }
}
