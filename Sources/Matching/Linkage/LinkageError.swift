/// Why records cannot be linked, and what to do.
public enum LinkageError: Error, Hashable, Sendable, CustomStringConvertible {
    case noRecords(file: String)
    case noHeader(file: String, cell: String)
    case nothingToCompare
    case noCommonColumn
    case unknownColumn(name: String, setting: String, known: [String])
    case invalidSetting(name: String, why: String)
    case unknownRecord(identifier: String, file: String, line: Int)
    case onlyUnknownRecords(identifier: String, file: String)
    case noDecision(text: String, file: String, line: Int)
    case recordsByRow(RepeatedIdentifier, identifier: String, pairs: String, line: Int)
    case noSuchRecord(identifier: String, file: String)
    case pairColumns(file: String, found: [String])
    case identifierTwice(identifier: String, file: String)
    case cannotWrite(file: String, why: String)
    case otherCheckpoint(file: String)
    case damagedCheckpoint(file: String, why: String)

    public var description: String {
        switch self {
        case .noRecords(let file): "The file \(file) has no records: a first line with the names of the columns and a line for each record are needed."
        case .noHeader(let file, let cell):
            "The first line of \(file) reads like a record and not like the names of the columns (“\(cell)”). Put a line before it that names them, such as: id,name,date_of_birth."
        case .nothingToCompare:
            "No column can be compared: all are numbers of records, empty, or the same everywhere. Name the columns in a model file (--config), under “columns”."
        case .noCommonColumn:
            "The two files have no column in common. Say in a model file (--config), under “columns”, what their columns mean."
        case .unknownColumn(let name, let setting, let known):
            "The model file, \(setting): there is no column “\(name)”. The columns are \(known.map { "“\($0)”" }.joined(separator: ", "))."
        case .invalidSetting(let name, let why): "The model file, \(name): \(why)"
        case .unknownRecord(let identifier, let file, let line):
            "\(file), line \(line): no record is called “\(identifier)”. Its name must be as in the column that numbers the records."
        case .onlyUnknownRecords(let identifier, let file):
            "\(file): no pair names two records that are there; the first unknown one is “\(identifier)”. Their names must be as in the column that numbers the records."
        case .noDecision(let text, let file, let line):
            "\(file), line \(line): “\(text)” says neither that the two records are of one person nor that they are not. Write yes or no."
        case .recordsByRow(let repeated, let identifier, let pairs, let line):
            "\(pairs), line \(line): no record is called “\(identifier)”. \(repeated.sentence) Give every record a \(repeated.column) of its own, or write the rows."
        case .noSuchRecord(let identifier, let file):
            "\(file): no record is called “\(identifier)”. Its name must be as in the column that numbers the records; where no column does, its number from 1."
        case .pairColumns(let file, let found):
            "\(file): two columns with the names of the two records are needed, such as left,right; there are \(found.count)."
        case .identifierTwice(let identifier, let file):
            "\(file): two records are called “\(identifier)”. Give every record a name of its own, or leave the column out of the file."
        case .cannotWrite(let file, let why): "The file \(file) cannot be written: \(why)"
        case .otherCheckpoint(let file):
            "The checkpoint \(file) belongs to other records or settings. Delete it to begin anew, or name another with --checkpoint."
        case .damagedCheckpoint(let file, let why): "The checkpoint \(file) cannot be read: \(why) Delete it to begin anew."
        }
    }
}
