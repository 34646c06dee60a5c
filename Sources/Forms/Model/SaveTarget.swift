/// Where an answer is saved: a field of the data dictionary, or a part of one (`save_to` of a question; see Docs/forms.md).
public struct FieldTarget: Hashable, Sendable {
    /// The kind of record, such as `person`.
    public var record: String
    public var field: String
    /// A part of the field's value, such as `currency` of money.
    public var part: String?

    /// Reads `record.field` or `record.field.part`. Nil for anything else.
    public init?(_ text: String) {
        let names = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map { String(decoding: Array($0), as: UTF8.self) }
        guard (2...3).contains(names.count), names.allSatisfy({ SheetText.isSimpleName($0.unicodeScalars) }) else { return nil }
        record = names[0]
        field = names[1]
        part = names.count == 3 ? names[2] : nil
    }

    /// The field with its record, as the dictionary calls it.
    public var fullName: String { "\(record).\(field)" }
}

/// The record that a group or each round of a repeat makes (`save_to` of a group or repeat; see Docs/forms.md).
public struct RecordDeclaration: Hashable, Sendable {
    /// A name and what it is tied to.
    public struct Pair: Hashable, Sendable {
        public var name: String
        public var value: String
    }

    /// The kind of record, such as `violation`.
    public var record: String
    /// `role=CODE`, `FIELD=GROUP` and `ROLE=GROUP`, in order.
    public var pairs: [Pair]

    /// Reads a kind and pairs with spaces between. Nil for anything else.
    public init?(_ text: String) {
        let words = SheetText.words(text)
        guard let first = words.first, SheetText.isSimpleName(first.unicodeScalars), !first.utf8.contains(UInt8(ascii: ".")) else { return nil }
        record = first
        pairs = []
        for word in words.dropFirst() {
            let parts = word.utf8.split(separator: UInt8(ascii: "="), omittingEmptySubsequences: false).map { String(decoding: Array($0), as: UTF8.self) }
            guard parts.count == 2, parts.allSatisfy({ SheetText.isSimpleName($0.unicodeScalars) }) else { return nil }
            pairs.append(Pair(name: parts[0], value: parts[1]))
        }
    }

    public func value(_ name: String) -> String? { pairs.first { $0.name == name }?.value }
}
