/// Namespaces of ODK XForms and their usual prefixes.
enum XFormNamespaces {
    static let declared: KeyValuePairs<String, String?> = [
        "xmlns": "http://www.w3.org/2002/xforms", "xmlns:h": "http://www.w3.org/1999/xhtml", "xmlns:ev": "http://www.w3.org/2001/xml-events",
        "xmlns:xsd": "http://www.w3.org/2001/XMLSchema", "xmlns:jr": "http://openrosa.org/javarosa", "xmlns:orx": "http://openrosa.org/xforms",
        "xmlns:odk": "http://www.opendatakit.org/xforms",
    ]

    static let entities = "http://www.opendatakit.org/xforms/entities"

    /// Whether an element or attribute can have this name: a prefix must be known or declared in the settings.
    static func isUsable(_ name: String, declared prefixes: [String: String]) -> Bool {
        guard SheetText.isName(name) else { return false }
        let parts = name.utf8.split(separator: UInt8(ascii: ":")).map { String(decoding: Array($0), as: UTF8.self) }
        guard parts.count == 2 else { return name != "xmlns" }
        return ["h", "ev", "xsd", "jr", "orx", "odk", "xml"].contains(parts[0]) || prefixes[parts[0]] != nil
    }
}
