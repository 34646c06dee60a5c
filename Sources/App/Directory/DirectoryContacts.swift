import Dictionary

/// How to reach whoever gives a service: what somebody in a hurry reads first.
struct DirectoryContacts: Sendable {
    /// Fields of the service, and for want of a phone those of its organisation, in the order in which they are tried.
    private static let ofService = ["emergency-phone", "phone", "hours", "how-to-apply"]
    private static let ofOrganisation = ["duty-phone", "phones", "duty-hours"]

    /// Only fields that are answered.
    let entries: [RecordView.Entry]

    init(_ service: DirectoryEntry, of organisation: DirectoryEntry?) {
        func answered(_ names: [String], _ entry: DirectoryEntry?) -> [RecordView.Entry] {
            names.compactMap { name in entry?.view.fields.first { $0.field.name == name && $0.answer?.value != nil } }
        }
        let own = answered(Self.ofService, service)
        let hasPhone = own.contains { $0.field.type == .phone }
        entries = own + (hasPhone ? [] : answered(Self.ofOrganisation, organisation))
    }

    /// Numbers can be pressed to be called.
    func write(_ html: inout HTMLWriter, _ answers: AnswerText) {
        guard !entries.isEmpty else { return }
        html.element("dl", [.class("facts")]) { html in
            for entry in entries {
                html.element("dt", text: entry.field.label(answers.translator.language))
                html.element("dd", [.dir("auto")]) { html in
                    guard entry.field.type == .phone, let numbers = entry.answer?.value?.elements.map(\.displayText) else {
                        if let answer = entry.answer { html.text(answers.entryText(answer, entry.field)) }
                        return
                    }
                    for (index, number) in numbers.enumerated() {
                        if index > 0 { html.text(answers.translator("cases.list-separator")) }
                        html.element("a", [.href("tel:\(Self.dialled(number))"), .dir("ltr")], text: number)
                    }
                }
            }
        }
    }

    /// What a telephone dials: digits, and a plus at the beginning (RFC 3966).
    static func dialled(_ number: String) -> String {
        let digits = number.utf8.filter { $0 >= 0x30 && $0 <= 0x39 }
        return (number.utf8.first == UInt8(ascii: "+") ? "+" : "") + String(decoding: digits, as: UTF8.self)
    }
}
