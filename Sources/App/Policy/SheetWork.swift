import Dictionary
import Entitlements
import Formats
import Journal
import Storage
import Vault

/// Keeps sheets and reads them again.
extension PolicyWork {
    /// The same submission keeps one sheet.
    func keep(_ sheet: OrientationSheet, submission: String) throws -> String {
        let record = RecordIdentifier.text(node.keys.recordIdentifier(for: "policy sheet\n\(account)\n\(submission)"))
        try node.change(by: account) { transaction in
            guard try transaction.state(of: record) == nil else { return }
            let content = String(decoding: sheet.content.canonicalBytes(), as: UTF8.self)
            try transaction.save(
                RecordChange(
                    record: record, kind: PolicyKinds.sheet,
                    answers: [
                        "stage": Answer(.code(sheet.scope.stage.rawValue)), "corridor-from": Answer(.code(sheet.scope.origin)),
                        "corridor-to": Answer(.code(sheet.scope.destination)), "sector": sheet.scope.sector.map { Answer(.code($0)) },
                        "language": Answer(try FieldValue(text: sheet.scope.language)), "drawn-by": Answer(try FieldValue(link: account)),
                        "drawn-on": Answer(.date(PartialDate(sheet.drawnOn))),
                        "content": Answer(try FieldValue(text: content, limit: NormalText.narrativeLimit)),
                        "rests-on": sheet.basis.isEmpty ? nil : Answer(.list(try sheet.basis.map { try FieldValue(text: $0.text) })),
                    ]), isGuarded: true)
        }
        return record
    }
}

extension PolicyReading {
    struct KeptSheet: Sendable {
        var record: String
        var sheet: OrientationSheet
        var drawnBy: String?
    }

    /// The latest sheets first. O(sheets).
    mutating func sheets() throws -> [KeptSheet] {
        try views(PolicyKinds.sheet).reversed().compactMap { Self.sheet($0.record, $0.view) }
    }

    /// - Throws: ``WebError/notFound`` if there is none of that identifier here.
    mutating func sheet(_ record: String) throws -> KeptSheet {
        guard let state = try RecordRows(connection: connection, organisation: node.organisation.number).state(of: record), state.kind == PolicyKinds.sheet,
            !state.isRetracted, !state.isErased, let sheet = Self.sheet(record, try view(state, of: record))
        else { throw WebError.notFound }
        return sheet
    }

    private static func sheet(_ record: String, _ view: RecordView) -> KeptSheet? {
        guard let stage = view.code("stage").flatMap(OrientationSheet.Stage.init(rawValue:)), let origin = view.code("corridor-from"),
            let destination = view.code("corridor-to"), let language = view.text("language"), let day = view.date("drawn-on")?.earliest,
            let content = view.text("content"), let value = try? JSONValue.parse(Array(content.utf8))
        else { return nil }
        let scope = OrientationSheet.Scope(stage: stage, origin: origin, destination: destination, sector: view.code("sector"), language: language)
        let basis = (view.answer("rests-on")?.value?.elements ?? []).compactMap { OrientationSheet.Basis($0.displayText) }
        return KeptSheet(
            record: record, sheet: OrientationSheet(scope: scope, drawnOn: day, sections: OrientationSheet.sections(value), basis: basis),
            drawnBy: view.links("drawn-by").first)
    }
}
