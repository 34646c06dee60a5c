import Dictionary

/// What is written so that ``ReferralFormReading`` reads it again.
extension ReferralFormReading {
    /// The columns of an empty list: what the empty form asks.
    func columns() -> [String] {
        let usual = SharedPart.kinds.flatMap { kind in
            dictionary.fields(of: kind).filter { SharedChoice.usual[kind]?.contains($0.name) == true }.map(\.fullName)
        }
        return ["referral.from-organisation"] + ["kind", "urgency", "reason", "needs", "details"].map { "referral.\($0)" }
            + ["arrival.time", "arrival.flight", "arrival.desk", "arrival.description"] + usual
    }

    /// What stands between a day as it is read again and the same as the reader tells days.
    static let also = " ("

    /// An answer as it is read again: dates as EDTF, with the same in the reader's words and calendar behind them; several values with a bar between them.
    static func written(_ answer: Answer, _ field: Field, _ answers: AnswerText) -> String {
        guard let value = answer.value else { return answers.text(answer, field) }
        return value.elements.map { element in
            switch element {
            case .date(let date): answer.note == nil ? "\(date.edtf)\(also)\(answers.dates.text(date)))" : date.edtf
            case .identifier(let identifier): "\(identifier.kind): \(identifier.number)"
            case .code: answers.text(element, field)
            case .phone(let phone): phone.written
            default: element.displayText
            }
        }.joined(separator: " | ")
    }
}
