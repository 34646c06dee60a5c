import Dictionary
import Foundation
import Interchange

/// What somebody writes into the directory so that others call it, write to it, open it or check signatures with it must be something with which that can be done. A case
/// may hold half of a number that a worker remembers; here it would be given to a worker in need.
enum DirectoryChecks {
    /// - Parameters:
    ///   - answers: by name of the field.
    ///   - original: what the entry says so far; nil for a new one.
    static func problems(
        _ answers: [String: Answer?], of kind: String, _ dictionary: DataDictionary, _ translator: Translator, original: RecordView? = nil
    ) -> [FieldProblem] {
        let numbers = kind == "service" ? places(answers, dictionary, translator, original) : []
        return numbers + answers.keys.sorted().compactMap { name in
            guard let field = dictionary.field(kind, name), let value = answers[name]??.value else { return nil }
            let label: [String: Translator.Argument] = ["field": .text(field.label(translator.language))]
            func problem(_ key: String, if isWrong: (String) -> Bool) -> FieldProblem? {
                value.elements.contains { isWrong($0.displayText) } ? FieldProblem(field: name, sentence: translator(key, label)) : nil
            }
            switch name {
            case "email": return problem("directory.error.email") { !DirectoryValues.isMailbox($0) }
            case "website": return problem("directory.error.website") { !DirectoryValues.isPage($0) }
            case "public-key": return problem("directory.error.public-key") { !isKey($0) }
            default: return field.type == .phone ? problem("cases.fault.phone") { !DirectoryValues.isDialled($0) } : nil
            }
        }
    }

    /// Places are counted from none, and no more of them are free than there are.
    private static func places(
        _ answers: [String: Answer?], _ dictionary: DataDictionary, _ translator: Translator, _ original: RecordView?
    ) -> [FieldProblem] {
        func label(_ name: String) -> String { dictionary.field("service", name)?.label(translator.language) ?? name }
        let wrong = ["capacity", "places-free"].filter { name in (answers[name]??.value).map { DirectoryValues.places($0) == nil } ?? false }
        if !wrong.isEmpty { return wrong.map { FieldProblem(field: $0, sentence: translator("directory.error.count", ["field": .text(label($0))])) } }
        func count(_ name: String) -> Int? { DirectoryValues.places(answers.keys.contains(name) ? answers[name]??.value : original?.answer(name)?.value) }
        guard answers.keys.contains("capacity") || answers.keys.contains("places-free"), let free = count("places-free"), let all = count("capacity"), free > all
        else { return [] }
        return [
            FieldProblem(
                field: "places-free", sentence: translator("directory.error.more-free", ["field": .text(label("places-free")), "count": .number(all)]))
        ]
    }

    /// 32 bytes, as keys of Ed25519 and X25519 are (RFC 8032, RFC 7748), in Base64 or hexadecimal digits.
    static func isKey(_ text: String) -> Bool {
        if text.utf8.count == 64 { return text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || UInt8(ascii: "a")...UInt8(ascii: "f") ~= $0 | 0x20 } }
        return Data(base64Encoded: text)?.count == 32
    }
}
