import Formats
import Foundation

/// Which columns of a table say what about a person, told by their names.
public struct PersonColumns: Hashable, Sendable {
    public private(set) var identifier: Int?
    /// Parts of one name, in the order in which they are said.
    public private(set) var name: [Int] = []
    /// Columns that hold a whole further name each.
    public private(set) var otherNames: [Int] = []
    public private(set) var born: Int?
    public private(set) var place: [Int] = []
    public private(set) var numbers: [Int] = []
    /// Whether one of the columns of the name may hold all of it.
    private var mayRepeat = false

    /// - Parameter header: the names of the columns; understood as for linkage.
    public init(header: [String]) {
        let folded = header.map(ColumnRecognition.folded)
        let meanings = folded.map { ColumnRecognition.meaning(ofName: $0) }
        func columns(_ wanted: ColumnMeaning...) -> [Int] { wanted.flatMap { meaning in meanings.indices.filter { meanings[$0] == meaning } } }
        identifier = columns(.recordIdentifier).first
        let whole = columns(.fullName)
        let (given, surname) = (columns(.givenName), columns(.surname))
        // A “name” beside the one part of it may be the other part; a row shows which, see ``record(_:number:)``.
        name = whole.first.map { given.isEmpty == surname.isEmpty ? [$0] : given + [$0] + surname } ?? columns(.givenName, .middleName, .surname)
        mayRepeat = !whole.isEmpty && name.count > 1
        otherNames = columns(.otherName) + whole.dropFirst()
        born = columns(.birthDate, .birthYear).first
        // A state is one of few values where records are linked, and a place where a person is looked for.
        let places = header.indices.filter { meanings[$0] == .place || folded[$0] == "state" }
        place = places.isEmpty ? columns(.address) : places
        numbers = columns(.phone, .document)
    }

    /// The record of a row, or nil if it has no name.
    ///
    /// - Parameter number: stands for the identifier where no column has one.
    public func record(_ fields: [String], number: Int) -> PersonRecord? {
        func field(_ column: Int) -> String? { column < fields.count && !fields[column].isEmpty ? fields[column] : nil }
        let parts = name.compactMap(field)
        let whole = (mayRepeat ? Self.withoutRepeated(parts) : parts).joined(separator: " ")
        let names = ([whole] + otherNames.compactMap(field)).filter { !$0.isEmpty }
        guard !names.isEmpty else { return nil }
        let places = place.compactMap(field)
        return PersonRecord(
            identifier: identifier.flatMap(field) ?? "\(number)", names: names, born: born.flatMap(field).flatMap { ComparedDate($0) },
            place: places.isEmpty ? nil : places.joined(separator: ", "), numbers: numbers.compactMap(field))
    }

    /// The parts of a name but for those whose words all stand in another.
    private static func withoutRepeated(_ parts: [String]) -> [String] {
        let words = parts.map { Set(ValueForm.symbols(Array($0.utf8)[...], keepsSpaces: true).split(separator: 0x20)) }
        return parts.indices.filter { part in
            !parts.indices.contains { other in words[other].isStrictSuperset(of: words[part]) || (other < part && words[other] == words[part]) }
        }.map { parts[$0] }
    }

    /// What the columns were taken for, for the person who gave the table.
    public func description(header: [String]) -> String {
        func names(_ columns: [Int]) -> String { columns.isEmpty ? "none" : columns.map { header[$0] }.joined(separator: " + ") }
        return
            "identifier: \(names(identifier.map { [$0] } ?? [])); name: \(names(name)); further names: \(names(otherNames)); born: \(names(born.map { [$0] } ?? [])); "
            + "place: \(names(place)); numbers: \(names(numbers))"
    }
}

/// Why a table of people cannot be used.
public struct PersonTableError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
}

/// People from a CSV file.
public enum PersonTable {
    /// Calls the body for each person of the file, in the order of the rows; rows without a name are left out.
    ///
    /// - Parameter encoding: how a file without a byte order mark is written; nil for UTF-8.
    /// - Returns: what the columns were taken for.
    /// - Throws: ``TableFileError`` or ``PersonTableError``.
    /// - Complexity: linear in the file; a row is in memory at a time.
    @discardableResult
    public static func read(_ file: URL, encoding: CSVDialect.Encoding? = nil, _ body: (PersonRecord) -> Void) throws -> String {
        let (opened, header) = try TableFile.open(file, encoding: encoding)
        var reader = opened
        let columns = PersonColumns(header: header)
        guard !columns.name.isEmpty else {
            throw PersonTableError(
                description:
                    "The file \(file.lastPathComponent) has no column with a name. Call one “name”, or two “given_name” and “surname”. Its columns are: "
                    + header.prefix(30).joined(separator: ", ") + ".")
        }
        var number = 0
        while let row = try TableFile.next(&reader, of: file) {
            number += 1
            if let record = columns.record(row.fields, number: number) { body(record) }
        }
        return columns.description(header: header)
    }
}
