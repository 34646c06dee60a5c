/// A value of one of the dictionary's types.
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
    /// Type `codes`, and every field that takes several values. Codes are sorted and without repetition; others keep the order in which they were given.
    case list([FieldValue])
}
