import Dictionary
import Referral
import Storage

/// Which answers of a case came from a partner, field by field: what the partner wrote last, beside what the record says now.
struct SharedOrigins: Sendable {
    /// What one partner shared of one record.
    struct Origin: Sendable {
        var partner: String
        var answers: [String: Answer] = [:]
    }

    private var origins: [String: Origin] = [:]
    /// Records that came from a partner as a whole: the case itself never does.
    private var records: Set<String> = []

    init() {}

    /// O(steps of the case's referrals).
    init(of caseRecord: String, _ node: Node, _ connection: any Connection) throws {
        for row in try ReferralRows(node, connection).ofCase(caseRecord) {
            let known = try connection.all(
                "SELECT shared, record FROM referral_record WHERE referral = ? AND side = ?", [.text(row.referral), .text(row.side.other.rawValue)]
            ) { ($0.text(0), $0.text(1)) }
            let isMade = SharedPartKeeping.caseRecord(of: row.referral, node) == caseRecord
            let byShared = [String: String](known, uniquingKeysWith: { first, _ in first })
            for step in try ReferralSteps(node, connection).all(of: row.referral) where step.side == row.side.other && !step.isOvertaken {
                for item in step.content?.part.items ?? [] {
                    // Of the partner's case only open facts became answers of the case here, and only of one that the referral made: a case that was here has its own.
                    if item.kind == "case" {
                        guard isMade else { continue }
                        add(item, at: caseRecord, row.partnerName)
                    } else if let record = byShared[item.shared] {
                        records.insert(record)
                        add(item, at: record, row.partnerName)
                    }
                }
            }
        }
    }

    private mutating func add(_ item: SharedPart.Item, at record: String, _ partner: String) {
        origins[record, default: Origin(partner: partner)].answers.merge(item.fields.map { ($0.name, $0.answer) }) { $1 }
    }

    /// The partner from which a record came; nil for one of our own.
    func partner(of record: String) -> String? { records.contains(record) ? origins[record]?.partner : nil }

    /// What a partner wrote to a field of a record, and whether that is what the record says.
    func mark(_ entry: RecordView.Entry, of record: String) -> Mark? {
        guard let origin = origins[record], let answer = origin.answers[entry.field.name] else { return nil }
        return Mark(partner: origin.partner, answer: answer, isTheirs: answer == entry.answer)
    }

    struct Mark: Sendable {
        var partner: String
        /// What the partner wrote last.
        var answer: Answer
        /// Whether the record still says that; else it was changed here.
        var isTheirs: Bool
    }
}
