import Formats
import Foundation

/// A language that an operator adds, or texts in which those of a language that comes with the program are improved: a file in the node's folder under `languages/`, such
/// as `fr.json`. `Docs/operating.md` says what is in it.
struct OwnLanguage: Sendable {
    /// BCP 47, the name of the file.
    let tag: String
    /// Nil for a language that comes with the program.
    let facts: LanguageFacts?
    /// By key; what is missing is shown as the program has it, or in English.
    let texts: [String: JSONValue]

    /// - Parameter folder: the node's.
    /// - Throws: ``AppError`` that names the file.
    static func all(in folder: URL) throws -> [OwnLanguage] {
        let place = folder.appending(path: "languages")
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: place.path) else { return [] }
        return try names.filter { $0.hasSuffix(".json") }.sorted().map { try OwnLanguage(place.appending(path: $0)) }
    }

    init(_ file: URL) throws {
        func fault(_ sentence: String) -> AppError { AppError("The file \(file.path) \(sentence)") }
        tag = file.deletingPathExtension().lastPathComponent
        guard Self.isTag(tag) else { throw fault("is not called by a language, such as fr.json or pt-BR.json.") }
        guard let bytes = try? Data(contentsOf: file), let content = try? JSONValue.parse([UInt8](bytes)) else {
            throw fault("cannot be read, or is not JSON.")
        }
        guard let members = content["texts"]?.object?.members else { throw fault("has no «texts»: an object with the text of each key.") }
        var texts: [String: JSONValue] = [:]
        for member in members {
            let forms = member.value.object?.members.map(\.value) ?? [member.value]
            guard forms.allSatisfy({ $0.string != nil }) else { throw fault("has something else than text at «\(member.name)».") }
            texts[member.name] = member.value
        }
        self.texts = texts
        let told = content["language"]
        facts = told.flatMap { LanguageFacts($0) }
        if told != nil, facts == nil {
            throw fault("lacks in «language» one of name, direction, digits, group, decimal, months, plurals, or one of them is malformed.")
        }
    }

    private static func isTag(_ text: String) -> Bool {
        (2...35).contains(text.utf8.count)
            && text.utf8.allSatisfy { ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x41 && $0 <= 0x5A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == UInt8(ascii: "-") }
    }
}
