/// What became of a file that was read row by row, as a part of a page.
enum ImportReport {
    static func write(_ html: inout HTMLWriter, read: Int, imported: Int, unchanged: Int, rejected: Int, _ translator: Translator) {
        html.element(
            "p", [.class("notice"), .role("status")],
            text: translator(
                "tracing.import.done",
                ["read": .number(read), "imported": .number(imported), "unchanged": .number(unchanged), "rejected": .number(rejected)]))
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
