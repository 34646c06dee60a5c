import Dictionary
import Foundation

/// The letters that can be made: those that come with the program, and the organisation's own, which go before.
struct LetterCatalogue: Sendable {
    private var byName: [String: [String: LetterTemplate]] = [:]

    /// The names of the letters, in order.
    var names: [String] { byName.keys.sorted() }

    /// The letters of an organisation: its own stand in the node's folder under `letters/ORGANISATION/`, with its identifier, so that none sees another's.
    /// - Throws: ``AppError`` for a letter that is not in its notation, or asks for a consent that nobody can give.
    init(of node: Node) throws {
        try self.init(own: node.folder.appending(path: "letters/\(node.organisation.identifier)"))
        let scopes = node.dictionary.vocabulary("consent-scope")
        for letter in byName.values.flatMap(\.values) {
            guard let scope = letter.scope, scopes?.contains(scope) != true else { continue }
            throw AppError(
                "Letter \(letter.name) (\(letter.language)): «@consent \(scope)» is no code of the list consent-scope. Write one of its codes, such as contact-authorities.",
                isWrongUse: true)
        }
    }

    /// - Parameter own: a folder of letters; nil for those of the program alone.
    /// - Throws: ``AppError`` for a letter that is not in its notation.
    init(own folder: URL?) throws {
        for (path, bytes) in EmbeddedFiles.under("App/Resources/letters/") { try add(path, String(decoding: bytes, as: UTF8.self)) }
        guard let folder, let files = FileManager.default.enumerator(atPath: folder.path) else { return }
        for case let path as String in files where path.hasSuffix(".txt") {
            guard let text = try? String(contentsOf: folder.appending(path: path), encoding: .utf8) else {
                throw AppError("The letter \(path) in \(folder.path) cannot be read. It must be a text in UTF-8.")
            }
            try add(path, text)
        }
    }

    /// `complaint/ne.txt` is the letter `complaint` in Nepali.
    private mutating func add(_ path: String, _ text: String) throws {
        let parts = path.split(separator: "/").map(String.init)
        guard parts.count == 2, parts[1].hasSuffix(".txt") else { return }
        let language = String(parts[1].dropLast(4))
        byName[parts[0], default: [:]][language] = try LetterTemplate(text, name: parts[0], language: language)
    }

    func template(_ name: String, language: String) -> LetterTemplate? { byName[name]?[language] }

    /// The languages in which there is a letter, in order.
    func languages(of name: String) -> [String] { (byName[name] ?? [:]).keys.sorted() }

    /// What a letter is called in a language, or else in English or any.
    func title(of name: String, language: String) -> String {
        let titles = byName[name] ?? [:]
        return (titles[language] ?? titles["en"] ?? titles.sorted { $0.key < $1.key }.first?.value)?.title ?? name
    }
}
