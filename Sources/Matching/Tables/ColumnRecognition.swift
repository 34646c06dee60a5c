import Foundation

/// Finds out what the columns of a file tell: by their names in several spellings and languages, and where a name says nothing by the shape of the values.
struct ColumnRecognition {
    /// What was understood of one column, and from what.
    struct Finding: Sendable {
        let meaning: ColumnMeaning
        let reason: String
    }

    static let byName = "its name"

    /// - Parameter table: what was read, for the shapes of values.
    static func findings(in table: RecordTable) -> [Finding] {
        let shapes = table.columns.map { ValueShape($0, recordCount: table.recordCount) }
        var findings = table.header.indices.map { finding(table.header[$0], shapes[$0], recordCount: table.recordCount) }
        if let identifier = IdentifierColumn.find(in: table, findings, shapes) { findings[identifier.column] = identifier.finding }
        keepOneIdentifier(&findings)
        NameColumns.settle(&findings, in: table)
        return findings
    }

    /// Whether what should be the names of the columns reads like a record: none of them says anything, and one is a date or a number.
    /// - Returns: that one.
    static func recordAsHeader(_ header: [String], _ findings: [Finding]) -> String? {
        guard !findings.contains(where: { $0.reason == byName }), header.allSatisfy({ meaning(ofName: folded($0)) == nil }) else { return nil }
        return header.first { cell in
            let digits = cell.unicodeScalars.count { $0.properties.numericType == .decimal }
            return digits >= 4 && digits * 2 >= cell.unicodeScalars.count
        }
    }

    private static func finding(_ name: String, _ shape: ValueShape, recordCount: Int) -> Finding {
        if shape.filled == 0 { return Finding(meaning: .ignored, reason: "no value") }
        let folded = folded(name)
        if let meaning = meaning(ofName: folded) {
            if meaning == .recordIdentifier, !shape.isUnique {
                return ColumnNames.ofTheAnswer.contains(folded) || shape.distinct * 2 > recordCount
                    ? Finding(meaning: .ignored, reason: "looks like a number of records, but is not different in each")
                    : Finding(meaning: shape.meaning, reason: "its values")
            }
            if meaning != .ignored, meaning != .recordIdentifier, shape.distinct == 1, recordCount > 20, shape.filled * 10 >= recordCount * 9 {
                return Finding(meaning: .ignored, reason: "the same value everywhere")
            }
            return Finding(meaning: meaning, reason: byName)
        }
        return Finding(meaning: shape.meaning, reason: shape.meaning == .ignored ? shape.reasonForIgnoring : "its values")
    }

    /// Only one column numbers the records: the one that stands first.
    private static func keepOneIdentifier(_ findings: inout [Finding]) {
        var hasOne = false
        for index in findings.indices where findings[index].meaning == .recordIdentifier {
            if hasOne { findings[index] = Finding(meaning: .ignored, reason: "another column numbers the records") }
            hasOne = true
        }
    }

    /// A whole name beside its parts says the same once more, and would count as evidence twice.
    ///
    /// - Parameter findings: of all files; a whole name stays where a file has no other.
    static func leaveOutRepeatedNames(_ findings: inout [[Finding]]) {
        guard findings.allSatisfy({ Set($0.map(\.meaning)).isSuperset(of: [.givenName, .surname]) }) else { return }
        for file in findings.indices {
            for column in findings[file].indices where findings[file][column].meaning == .fullName {
                findings[file][column] = Finding(meaning: .ignored, reason: "its parts are in other columns")
            }
        }
    }

    /// Lower case without accents, and one underscore for everything that is no letter or digit: `Date of Birth`, `dateOfBirth` and `date-of-birth` become `date_of_birth`.
    static func folded(_ name: String) -> String {
        var result: [UInt8] = []
        var wasLower = false
        for scalar in name.decomposedStringWithCanonicalMapping.unicodeScalars {
            // Accents are written or left out; the vowel signs of Indic scripts, which come after this block, are letters.
            if scalar.properties.generalCategory == .nonspacingMark, scalar.value < 0x0900 { continue }
            if wasLower, ("A"..."Z").contains(scalar) { result.append(UInt8(ascii: "_")) }
            wasLower = ("a"..."z").contains(scalar)
            if scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) {
                result.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
            } else if let last = result.last, last != UInt8(ascii: "_") {
                result.append(UInt8(ascii: "_"))
            }
        }
        while result.last == UInt8(ascii: "_") { result.removeLast() }
        return String(decoding: result, as: UTF8.self)
    }

    /// What the name of a column says by itself.
    ///
    /// - Parameter folded: the name as ``folded(_:)`` gives it.
    static func meaning(ofName folded: String) -> ColumnMeaning? {
        if let known = ColumnNames.meanings[folded] { return known }
        if ColumnNames.ofTheAnswer.contains(folded) { return .ignored }
        var stripped = folded[...]
        for ending in ["_1", "_2", "_c1", "_c2", "_a", "_b", "_l", "_r", "_left", "_right", "1", "2"]
        where stripped.hasSuffix(ending) && stripped.count > ending.count {
            stripped = stripped.dropLast(ending.count)
            break
        }
        for beginning in ownersOfColumns where stripped.hasPrefix(beginning) {
            stripped = stripped.dropFirst(beginning.count)
            break
        }
        if let known = ColumnNames.meanings[String(stripped)] { return known }
        return meaning(ofWords: Set(stripped.split(separator: "_").map(String.init)))
    }

    /// Whom a list is of, before what is told of them.
    private static let ownersOfColumns = [
        "person_", "worker_", "client_", "patient_", "applicant_", "voter_", "migrant_", "p_", "employee_", "beneficiary_", "customer_", "respondent_",
        "member_", "subject_",
        "individual_", "passenger_", "detainee_", "victim_", "survivor_", "candidate_", "student_", "user_", "res_", "current_", "permanent_", "home_",
        "primary_",
    ]

    private static func meaning(ofWords words: Set<String>) -> ColumnMeaning? {
        let isOfKin = !words.isDisjoint(with: ["father", "mother", "husband", "wife", "spouse", "guardian", "kin", "fathers", "mothers", "parent"])
        if words.contains("name"), !isOfKin,
            !words.isDisjoint(with: ["contact", "emergency", "agent", "employer", "company", "school", "organisation", "organization", "file"])
        {
            return nil
        }
        let isGiven = !words.isDisjoint(with: ["first", "given", "forename", "forenames"])
        let isFamily = !words.isDisjoint(with: ["surname", "last", "family"])
        if isOfKin { return words.isDisjoint(with: ["name", "surname"]) ? nil : .kinName }
        if isGiven, isFamily { return .fullName }
        let isName = words.contains("name") || words.contains("names")
        if isName, isGiven { return .givenName }
        if isName, isFamily { return .surname }
        if isName, words.contains("middle") { return .middleName }
        if words.isSuperset(of: ["date", "birth"]) { return .birthDate }
        if words.isSuperset(of: ["year", "birth"]) { return .birthYear }
        if words.isSuperset(of: ["place", "birth"]) { return .place }
        for (word, meaning) in ColumnNames.words where words.contains(word) { return meaning }
        return isName && words.contains("full") ? .fullName : nil
    }
}

extension ColumnMeaning {
    /// What a column of this name tells; nil where the name says nothing. The same names are known as when files are linked.
    public init?(columnNamed name: String) {
        guard let meaning = ColumnRecognition.meaning(ofName: ColumnRecognition.folded(name)) else { return nil }
        self = meaning
    }
}
