/// The books of law that are compiled into the program, one a country and category.
public enum LawLibrary {
    /// The countries and categories there are books for, as `QA-private`, in order.
    public static func names() -> [String] { EmbeddedFiles.all(in: "law/").map { name($0.name) } }

    /// The book of a country and category; nil if there is none. Reads one file: O(its rules).
    /// - Parameter country: ISO 3166-1 alpha-2.
    /// - Throws: ``LawError`` if its file is damaged.
    public static func book(country: String, category: WorkerCategory) throws(LawError) -> LawBook? {
        let wanted = "\(country)-\(category.rawValue)"
        guard let file = EmbeddedFiles.all(in: "law/\(wanted).yaml").first else { return nil }
        return try LawReading.read(file.bytes, file: file.name)
    }

    /// All books.
    /// - Throws: ``LawError`` if a file is damaged.
    public static func books() throws(LawError) -> [LawBook] {
        var books: [LawBook] = []
        for file in EmbeddedFiles.all(in: "law/") { books.append(try LawReading.read(file.bytes, file: file.name)) }
        return books
    }

    private static func name(_ path: String) -> String {
        String(path.utf8.dropFirst("law/".utf8.count).prefix { $0 != UInt8(ascii: ".") }) ?? path
    }
}
