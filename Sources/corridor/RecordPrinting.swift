import App
import Dictionary
import Journal

/// Prints records for people.
struct RecordPrinting {
    let dictionary: DataDictionary

    func print(_ report: RecordReport) {
        print(report.view)
        for item in report.linked {
            Console.line()
            print(item.view, through: item.field)
        }
        guard !report.history.isEmpty else { return }
        Console.line("\nHistory")
        for entry in report.history {
            Console.line(
                "  \(entry.sequence)  \(Moment.text(entry.clock.milliseconds))  \(entry.act.rawValue) by \(entry.author) on device \(entry.clock.device)\(entry.batch.map { ", import \($0)" } ?? "")"
            )
            if let ground = entry.ground { Console.line("      because: \(ground)") }
            for change in entry.changes {
                let written = change.isHidden ? "(not shown)" : change.answer.map { text($0, kind: report.view.kind, field: change.field) } ?? "(cleared)"
                Console.line("      \(change.field): \(written)")
            }
        }
    }

    private func print(_ view: RecordView, through: String? = nil) {
        let kind = dictionary.record(view.kind)?.label() ?? view.kind
        let marks = (view.isErased ? " · erased" : "") + (view.isRetracted ? " · taken back" : "")
        Console.line("\(kind) \(view.record)\(through.map { " (\($0))" } ?? "")\(marks)")
        Console.line("  recorded \(Moment.text(view.created.milliseconds)), last changed \(Moment.text(view.changed.milliseconds))")
        for entry in view.fields {
            Console.line("  \(entry.field.label()): \(entry.answer.map { text($0, field: entry.field) } ?? "(cleared)")")
            for other in entry.others {
                Console.line(
                    "      clashes with: \(other.answer.map { text($0, field: entry.field) } ?? "(cleared)"), written \(Moment.text(other.clock.milliseconds))")
            }
        }
        if !view.hiddenFields.isEmpty { Console.line("  not shown: \(view.hiddenFields.joined(separator: ", "))") }
        if !view.unknownFields.isEmpty { Console.line("  not in this version of the dictionary: \(view.unknownFields.joined(separator: ", "))") }
    }

    private func text(_ answer: Answer, kind: String, field: String) -> String {
        dictionary.field(kind, field).map { text(answer, field: $0) } ?? "\(answer.json)"
    }

    private func text(_ answer: Answer, field: Field) -> String {
        let value =
            switch answer.content {
            case .absent(let absence): "(\(absence.rawValue))"
            case .value(let value): value.elements.map { text($0, field: field) }.joined(separator: "; ")
            }
        return value + (answer.note.map { " — \($0)" } ?? "")
    }

    private func text(_ value: FieldValue, field: Field) -> String {
        switch value {
        case .code(let code): dictionary.vocabulary(of: field).map { "\($0.label(of: code)) [\(code)]" } ?? code
        default: value.displayText
        }
    }
}
