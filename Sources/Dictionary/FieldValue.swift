/// A value of one of the dictionary's types.
///
/// Made by the initialisers (`init(text:)`, `init(code:)`, `init(codes:)`, `init(link:)`, `init(json:type:multiple:)`) and by
/// ``Field/parse(_:in:reading:)``, which check limits and bring text into the form that is kept; a case made directly from a text is the
/// caller's promise that it is in that form.
public indirect enum FieldValue: Sendable, Hashable {
    /// Types `text` and `narrative`.
    case text(String)
    /// Type `code`: a code of the field's vocabulary.
    case code(String)
    case date(PartialDate)
    case money(Money)
    case quantity(Quantity)
    case place(Place)
    case phone(PhoneNumber)
    case identifier(Identifier)
    case name(PersonName)
    case file(FileReference)
    /// Type `link`: the identifier of another record.
    case link(String)
    /// Type `codes`, and every field that takes several values. Codes are sorted by their bytes and without repetition; others keep the order in
    /// which they were given.
    case list([FieldValue])
}
