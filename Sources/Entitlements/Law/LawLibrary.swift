import Synchronization

/// The books of law, one a country and category: those that are compiled into the program, and in their place those of ``LawCorrections`` that are in use.
public enum LawLibrary {
    /// By name; the law is one for the whole program.
    private static let corrected = Mutex<[String: LawBook]>([:])

    /// Puts corrected books in the place of those that come with the program, from now on and for the whole program. Books of other countries stay.
    public static func use(_ corrections: LawCorrections) {
        corrected.withLock { held in held = Dictionary(corrections.books.map { ($0.name, $0) }) { first, _ in first } }
        RuleTranslations.use(corrections.translations)
        RegisterLibrary.readAgain()
    }

    /// The countries and categories there are books for, as `QA-private`, in order.
    public static func names() -> [String] {
        let own = corrected.withLock { Array($0.keys) }
        return Set(EmbeddedFiles.all(in: "law/").map { name($0.name) } + own).sorted()
    }

    /// The book of a country and category; nil if there is none. Reads one file: O(its rules).
    /// - Parameter country: ISO 3166-1 alpha-2.
    /// - Throws: ``LawError`` if its file is damaged.
    public static func book(country: String, category: WorkerCategory) throws(LawError) -> LawBook? {
        try book(named: "\(country)-\(category.rawValue)")
    }

    /// All books.
    /// - Throws: ``LawError`` if a file is damaged.
    public static func books() throws(LawError) -> [LawBook] {
        var books: [LawBook] = []
        for name in names() { if let book = try book(named: name) { books.append(book) } }
        return books
    }

    private static func book(named name: String) throws(LawError) -> LawBook? {
        if let book = corrected.withLock({ $0[name] }) { return book }
        guard let file = EmbeddedFiles.all(in: "law/\(name).yaml").first else { return nil }
        return try LawReading.read(file.bytes, file: file.name)
    }

    private static func name(_ path: String) -> String {
        String(path.utf8.dropFirst("law/".utf8.count).prefix { $0 != UInt8(ascii: ".") }) ?? path
    }
}
