/// Books of law that somebody corrected and uses in place of those that come with the program, and their sentences in other languages.
///
/// A book that does not pass the check is refused as a whole, and the one that comes with the program stays: a claim is never computed from half a correction.
public struct LawCorrections: Sendable {
    /// A file that was not taken, with all that is wrong in it.
    public struct Refusal: Sendable, Hashable, CustomStringConvertible {
        public let file: String
        public let findings: [LawCheck.Finding]

        public var description: String { "\(file) is not used, and what comes with the program stays: " + findings.map(\.description).joined(separator: " ") }
    }

    /// The name of the file with translations of rules.
    public static let translationsFile = "rules.yaml"

    public private(set) var books: [LawBook] = []
    public private(set) var translations: RuleTranslations?
    public private(set) var refused: [Refusal] = []

    /// Reads the files of a folder; each that has no error is taken.
    /// - Parameter files: their paths, as messages name them, and what they hold.
    public init(_ files: [(path: String, bytes: [UInt8])]) {
        var seen: [String: String] = [:]
        for (path, bytes) in files.sorted(by: { $0.path < $1.path }) {
            do throws(LawError) {
                if Self.name(path) == Self.translationsFile {
                    translations = try RuleTranslations.read(bytes, file: path)
                    continue
                }
                let read = LawReading.readAll(bytes, file: path)
                let errors = LawCheck.findings(read).filter { $0.severity == .error }
                guard errors.isEmpty, let book = read.book else {
                    refused.append(Refusal(file: path, findings: errors))
                    continue
                }
                guard Self.name(path) == "\(book.name).yaml" else {
                    // Rules are cited by file and line, so the name must say which book it is.
                    refuse(path, "\(path) holds the book of \(book.name)", "Name it \(book.name).yaml.")
                    continue
                }
                if let other = seen[book.name] {
                    refuse(path, "\(other) is the book of \(book.name) already", "Keep one file for each country and category.")
                    continue
                }
                seen[book.name] = path
                books.append(book)
            } catch {
                refused.append(Refusal(file: path, findings: LawCheck.findings([error])))
            }
        }
    }

    private mutating func refuse(_ path: String, _ problem: String, _ remedy: String) {
        refused.append(Refusal(file: path, findings: [LawCheck.Finding(severity: .error, place: path, problem: problem, remedy: remedy)]))
    }

    private static func name(_ path: String) -> String { String(Substring(path.utf8.split(separator: UInt8(ascii: "/")).last ?? path.utf8[...])) }
}
