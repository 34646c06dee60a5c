import Formats
import Foundation
import TestSupport
import Testing

/// Which fact a column becomes, and what its texts mean there: written here once more by hand, apart from the mapping that is tested.
private struct ColumnMeaning {
    var fact: String
    var column: String
    var values: [String: [String]] = [:]
    var separator: Character?
    /// Texts that `values` does not name stand for themselves.
    var keeps = false

    func facts(_ text: String) throws -> [String] {
        if let separator, text.contains(separator) {
            return try text.split(separator: separator).flatMap { try facts(String($0)) }
        }
        if text.isEmpty { return [] }
        if let values = values[text] { return values }
        try #require(keeps, "the test does not know what \(column) = \(text) means")
        return [text]
    }
}

private struct DataSet: Sendable, CustomTestStringConvertible {
    var file: String
    var rows: Int

    var testDescription: String { file }

    static let kanon = DataSet(file: "ctdc/ctdc-global-kanon-2019-reduced.csv", rows: 14_299)
    static let synthetic = DataSet(file: "ctdc/ctdc-vp-synthetic-2022.csv", rows: 21_195)

    var meanings: [ColumnMeaning] {
        file == DataSet.kanon.file ? Self.kanonMeanings : Self.syntheticMeanings
    }

    private static var kanonMeanings: [ColumnMeaning] {
        let exploitation = ["Forced Labor": ["forced-labour"], "Sexual Exploitation": ["sexual-exploitation"], "Forced Marriage": ["forced-marriage"]]
        return [
            ColumnMeaning(fact: "case.registration-year", column: "yearOfRegistration", keeps: true),
            ColumnMeaning(fact: "case.data-source", column: "Datasource", values: ["Hotline": ["hotline"], "Case Management": ["case-management"]]),
            ColumnMeaning(fact: "person.sex", column: "gender", values: ["Female": ["female"], "Male": ["male"]]),
            ColumnMeaning(fact: "person.nationality", column: "citizenship", values: ["0": ["unknown"], "00": ["unknown"], "-99": ["unknown"]], keeps: true),
            ColumnMeaning(fact: "case.forced-labour", column: "isForcedLabour", values: ["1": ["yes"], "0": ["no"], "-99": ["unknown"]]),
            ColumnMeaning(
                fact: "case.means-of-control", column: "ControlCategory",
                values: [
                    "Financial": ["financial-control"], "Threats": ["threats"], "Physical": ["physical-control"], "Survival": ["survival-control"],
                    "Other": ["other"],
                ]),
            ColumnMeaning(
                fact: "case.recruiter-relation", column: "RecruiterCategory",
                values: [
                    "Intimate Partner": ["intimate-partner"], "Family/Relative": ["relative"], "Friend/Acquaintance": ["acquainted"],
                    "Other": ["other-relation"],
                    "Not Specified": ["unknown"],
                ]),
            ColumnMeaning(fact: "case.exploitation-types", column: "ExploitType", values: exploitation.merging(["Other": ["other"]]) { $1 }),
            ColumnMeaning(fact: "violation.type", column: "ExploitType", values: exploitation.merging(["Other": ["severe-exploitation"]]) { $1 }),
            ColumnMeaning(
                fact: "case.sector", column: "Labor_Type",
                values: [
                    "Agriculture": ["agriculture"], "Aquafarming": ["aquaculture"], "Begging": ["begging"], "Construction": ["construction"],
                    "Domestic Work": ["domestic-work"], "Manufacturing": ["manufacturing"], "Peddling": ["peddling"], "Other": ["other"],
                    "Unknown": ["unknown"],
                ]),
            ColumnMeaning(
                fact: "person.age-group", column: "ageCategories",
                values: [
                    "Age 0-8": ["age-0-8"], "Age 9-17": ["age-9-17"], "Age 18-20": ["age-18-20"], "Age 21-23": ["age-21-23"], "Age 24-26": ["age-24-26"],
                    "Age 27-29": ["age-27-29"], "Age 30-38": ["age-30-38"], "Age 39-47": ["age-39-47"], "Age 48+": ["age-48-plus"],
                ]),
        ]
    }

    private static var syntheticMeanings: [ColumnMeaning] {
        let region = ["Africa": ["africa"], "Americas/Oceania": ["americas-or-oceania"], "Asia": ["asia"], "Europe": ["europe"]]
        let sex = ["Female": ["female"], "Male": ["male"]]
        let flag = ["1": ["yes"], "0": ["no"]]
        return [
            ColumnMeaning(fact: "case.registration-year", column: "yearRegister", keeps: true),
            ColumnMeaning(fact: "person.sex", column: "gender", values: sex),
            ColumnMeaning(fact: "person.majority-status", column: "majorityStatus", values: ["Adult": ["adult"], "Minor": ["minor"]]),
            ColumnMeaning(fact: "case.forced-labour", column: "isForcedLabour", values: flag),
            ColumnMeaning(fact: "case.sexual-exploitation", column: "isSexualExploit", values: flag),
            ColumnMeaning(fact: "person.citizenship-region", column: "UN_COO_Region", values: region),
            ColumnMeaning(fact: "case.exploitation-region", column: "UN_COE_Region", values: region),
            ColumnMeaning(fact: "party.sex", column: "IP_Gender", values: sex, separator: ";"),
            ColumnMeaning(
                fact: "party.age-group", column: "IP_ageBroad",
                values: ["0--29": ["age-0-29"], "30--38": ["age-30-38"], "39--47": ["age-39-47"], "48+": ["age-48-plus"]], separator: ";"),
            ColumnMeaning(fact: "party.region", column: "IP_citizen_UNRegion", values: region, separator: ";"),
            ColumnMeaning(
                fact: "party.relation-to-worker", column: "IP_Relation",
                values: ["FamilyIntimatePartner": ["familial"], "FriendAcquaintance": ["acquainted"], "StrangerUnknownOther": ["stranger-or-other"]],
                separator: ";"),
            ColumnMeaning(fact: "party.paid-by-worker", column: "IP_PayMoney", values: ["Yes": ["yes"], "No": ["no"]], separator: ";"),
        ]
    }

    /// Facts that several columns make together, each column that says 1 one value.
    var flags: [(fact: String, columns: [(column: String, value: String)])] {
        guard file == DataSet.synthetic.file else { return [] }
        return [
            (
                "party.roles",
                [
                    ("IP_Exploiter", "exploiter"), ("IP_RecruiterBroker", "recruiting"), ("IP_TransactionProcess", "moving-or-trading"),
                    ("IP_ControlAbuseKidnap", "controlling"),
                ]
            ),
            ("violation.type", [("isForcedLabour", "forced-labour"), ("isSexualExploit", "sexual-exploitation")]),
        ]
    }
}

@Suite("CTDC through the command", .enabled(if: GroundTruth.has("ctdc/ctdc-vp-synthetic-2022.csv"), "the CTDC files are not here"))
struct CTDCTests {
    /// Rows as the file has them. The two files quote nothing, so a line is its cells between commas.
    private func rows(_ path: String) throws -> [[String: String]] {
        let text = String(decoding: try GroundTruth.bytes(path), as: UTF8.self)
        try #require(!text.contains("\""))
        let lines = text.split(omittingEmptySubsequences: true) { $0 == "\n" || $0 == "\r\n" }
        let names = lines[0].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        return lines.dropFirst().map { line in
            [String: String](uniqueKeysWithValues: zip(names, line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)))
        }
    }

    @Test("every row lands or is rejected with a reason, and all counts agree with the file", arguments: [DataSet.kanon, DataSet.synthetic])
    private func importAndCount(_ set: DataSet) throws {
        let world = try World()
        let rows = try rows(set.file)
        #expect(rows.count == set.rows)
        let outcome = try world.run("import", try GroundTruth.url(set.file).path, "--preset", "ctdc", "--rejects", world.file("rejects.csv").path, "--json")
            .succeeded().json()
        let rejected = try #require(outcome["rejected"]?.integer)
        #expect(outcome["read"]?.integer == Int64(rows.count))
        #expect((outcome["imported"]?.integer ?? 0) + rejected == Int64(rows.count))
        #expect(rejected == 0, "\(String(decoding: (try? Data(contentsOf: world.file("rejects.csv"))) ?? Data(), as: UTF8.self).prefix(2000))")

        for meaning in set.meanings {
            try expectCounts(of: meaning.fact, in: world, total: rows.count) { row in
                try meaning.facts(row[meaning.column] ?? "")
            } over: {
                rows
            }
        }
        for flag in set.flags {
            try expectCounts(of: flag.fact, in: world, total: rows.count) { row in
                flag.columns.filter { row[$0.column] == "1" }.map(\.value)
            } over: {
                rows
            }
        }
        try expectCrossCounts(set, rows, world)

        if ProcessInfo.processInfo.environment["CORRIDOR_SOAK"] != nil { try expectUndone(try #require(outcome["batch"]?.string), world) }
    }

    @Test("an import of them can be undone", arguments: [DataSet.kanon, DataSet.synthetic])
    private func undo(_ set: DataSet) throws {
        // Of the first rows only; of whole files where CORRIDOR_SOAK is set.
        let world = try World()
        let lines = String(decoding: try GroundTruth.bytes(set.file), as: UTF8.self).split { $0 == "\n" || $0 == "\r\n" }
        try world.write(lines.prefix(701).map { $0 + "\n" }.joined(), to: "head.csv")
        let outcome = try world.run("import", world.file("head.csv").path, "--preset", "ctdc", "--json").succeeded().json()
        #expect(outcome["imported"]?.integer == 700)
        try expectUndone(try #require(outcome["batch"]?.string), world)
    }

    private func expectUndone(_ batch: String, _ world: World) throws {
        try world.run("undo", batch, "--reason", "A trial.").succeeded()
        #expect(try world.run("tabulate", "--by", "case.registration-year", "--format", "json").succeeded().json()["total"]?.integer == 0)
        #expect(try world.run("cases", "--json").succeeded().json()["total"]?.integer == 0)
        #expect(try world.run("verify", "--json").succeeded().json()["firstFault"] == .null)
    }

    private func expectCounts(
        of fact: String, in world: World, total: Int, _ facts: ([String: String]) throws -> [String], over rows: () -> [[String: String]]
    ) throws {
        var expected: [String?: Int] = [:]
        for row in rows() {
            let values = Set(try facts(row))
            for value in values { expected[value, default: 0] += 1 }
            if values.isEmpty { expected[nil, default: 0] += 1 }
        }
        let result = try world.run("tabulate", "--by", fact, "--format", "json").succeeded().json()
        var counted: [String?: Int] = [:]
        for row in result["rows"]?.array ?? [] { counted[row[fact]?.string] = Int(row["count"]?.integer ?? -1) }
        #expect(counted == expected, "\(fact)")
        #expect(result["total"]?.integer == Int64(total))
    }

    /// Two facts together under a condition.
    private func expectCrossCounts(_ set: DataSet, _ rows: [[String: String]], _ world: World) throws {
        let sex = try #require(set.meanings.first { $0.fact == "person.sex" })
        let year = try #require(set.meanings.first { $0.fact == "case.registration-year" })
        let labour = try #require(set.meanings.first { $0.fact == "case.forced-labour" })
        var expected: [[String?]: Int] = [:]
        var total = 0
        for row in rows where try labour.facts(row[labour.column] ?? "") == ["yes"] {
            expected[[try sex.facts(row[sex.column] ?? "").first, try year.facts(row[year.column] ?? "").first], default: 0] += 1
            total += 1
        }
        let result = try world.run(
            "tabulate", "--by", "person.sex,case.registration-year", "--where", "case.forced-labour=yes", "--format", "json"
        ).succeeded().json()
        var counted: [[String?]: Int] = [:]
        for row in result["rows"]?.array ?? [] {
            counted[[row["person.sex"]?.string, row["case.registration-year"]?.string]] = Int(row["count"]?.integer ?? -1)
        }
        #expect(counted == expected)
        #expect(result["total"]?.integer == Int64(total))
    }
}
