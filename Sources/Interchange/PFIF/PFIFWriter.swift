/// Writes a document of PFIF 1.4, its fields in the order of the specification.
public enum PFIFWriter {
    /// UTF-8, with what XML cannot hold left out. O(text).
    public static func bytes(_ document: PFIFDocument) -> [UInt8] {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<pfif:pfif xmlns:pfif=\"http://zesty.ca/pfif/1.4\">\n"
        for person in document.people {
            text += "  <pfif:person>\n"
            write(person.record, PFIFDocument.personFields, "    ", to: &text)
            for note in person.notes { write(note: note, "    ", to: &text) }
            text += "  </pfif:person>\n"
        }
        for note in document.notes { write(note: note, "  ", to: &text) }
        return Array((text + "</pfif:pfif>\n").utf8)
    }

    private static func write(note: PFIFDocument.Record, _ indent: String, to text: inout String) {
        text += "\(indent)<pfif:note>\n"
        write(note, PFIFDocument.noteFields, indent + "  ", to: &text)
        text += "\(indent)</pfif:note>\n"
    }

    private static func write(_ record: PFIFDocument.Record, _ fields: [String], _ indent: String, to text: inout String) {
        for field in fields {
            guard let value = record[field] else { continue }
            text += "\(indent)<pfif:\(field)>\(escaped(value))</pfif:\(field)>\n"
        }
    }

    private static func escaped(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
            case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
            case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
            case "\u{0}"..."\u{8}", "\u{B}", "\u{C}", "\u{E}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": break
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}
