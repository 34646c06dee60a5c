import Dictionary
import Interchange

/// What became of a file that was read row by row, as a part of a page.
enum ImportReport {
    static func write(_ html: inout HTMLWriter, read: Int, imported: Int, unchanged: Int, rejected: Int, _ translator: Translator) {
        html.element(
            "p", [.class("notice"), .role("status")],
            text: translator(
                "tracing.import.done",
                ["read": .number(read), "imported": .number(imported), "unchanged": .number(unchanged), "rejected": .number(rejected)]))
    }

    /// Rows that landed without a part that cannot be read: which row, what stood there, and which field it was meant for.
    static func leftOut(_ html: inout HTMLWriter, _ result: TraceImportResult, _ dictionary: DataDictionary, _ translator: Translator) {
        guard result.leftOutCount > 0 else { return }
        html.element("h2", text: translator("tracing.import.left-out", ["count": .number(result.leftOutCount)]))
        html.element("p", text: translator("tracing.import.left-out.help"))
        html.element("ul") { html in
            for (row, kind, omission) in result.leftOut {
                let field = dictionary.field(kind, omission.field)?.label(translator.language) ?? omission.field
                html.element("li") { html in
                    html.text(translator("tracing.import.left-out.row", ["row": .number(row), "field": .text(field)]))
                    html.text(" ")
                    html.element("bdi", text: String(omission.written.prefix(200)))
                }
            }
        }
        if result.leftOutCount > result.leftOut.count { html.element("p", text: "…") }
    }

    /// Rows that did not land, with their reasons. Shown, not kept: the rows say who people are.
    static func rejects(_ html: inout HTMLWriter, _ rejects: [UInt8], _ translator: Translator) {
        guard !rejects.isEmpty else { return }
        html.element("h2", text: translator("tracing.import.rejects"))
        html.element("label", [.for("rejects")], text: translator("tracing.import.rejects.help"))
        html.element(
            "textarea", [.id("rejects"), Attribute("rows", "12"), .flag("readonly"), .dir("auto")], text: String(decoding: rejects, as: UTF8.self))
    }
}
