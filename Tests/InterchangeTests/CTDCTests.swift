import Dictionary
import Formats
import Foundation
import Interchange
import TestSupport
import Testing

/// Every row of the files of the Counter-Trafficking Data Collaborative, counted field by field against plain counts of the columns.
struct CTDCTests {
    /// A column of the file, the field it goes to, and what its texts become: nil for no answer, `(unknown)` for an answer without a value.
    struct Column: Sendable {
        var column: String
        var kind: String
        var field: String
        var codes: [String: String?]
        var split = false
        /// Texts that are codes as they stand.
        var keepsOthers = false
    }

    static let kanon = [
        Column(column: "yearOfRegistration", kind: "case", field: "registration-year", codes: [:], keepsOthers: true),
        Column(column: "Datasource", kind: "case", field: "data-source", codes: ["Hotline": "hotline", "Case Management": "case-management"]),
        Column(column: "gender", kind: "person", field: "sex", codes: ["Female": "female", "Male": "male"]),
        Column(column: "citizenship", kind: "person", field: "nationality", codes: ["0": "(unknown)"], keepsOthers: true),
        Column(column: "isForcedLabour", kind: "case", field: "forced-labour", codes: ["1": "yes", "0": "no", "-99": "(unknown)"]),
        Column(
            column: "ControlCategory", kind: "case", field: "means-of-control",
            codes: [
                "Threats": "threats", "Financial": "financial-control", "Physical": "physical-control", "Survival": "survival-control",
                "Other": "other",
            ]),
        Column(
            column: "RecruiterCategory", kind: "case", field: "recruiter-relation",
            codes: [
                "Not Specified": "(unknown)", "Other": "other-relation", "Intimate Partner": "intimate-partner", "Family/Relative": "relative",
                "Friend/Acquaintance": "acquainted",
            ]),
        Column(
            column: "ExploitType", kind: "case", field: "exploitation-types",
            codes: [
                "Forced Labor": "forced-labour", "Sexual Exploitation": "sexual-exploitation", "Forced Marriage": "forced-marriage", "Other": "other",
            ]),
        Column(
            column: "Labor_Type", kind: "case", field: "sector",
            codes: [
                "Unknown": "(unknown)", "Construction": "construction", "Manufacturing": "manufacturing", "Domestic Work": "domestic-work",
                "Other": "other", "Aquafarming": "aquaculture", "Begging": "begging", "Agriculture": "agriculture", "Peddling": "peddling",
            ]),
        Column(
            column: "ageCategories", kind: "person", field: "age-group",
            codes: [
                "Age 0-8": "age-0-8", "Age 9-17": "age-9-17", "Age 18-20": "age-18-20", "Age 21-23": "age-21-23", "Age 24-26": "age-24-26",
                "Age 27-29": "age-27-29", "Age 30-38": "age-30-38", "Age 39-47": "age-39-47", "Age 48+": "age-48-plus",
            ]),
    ]

    private static let regions: [String: String?] = [
        "Africa": "africa", "Americas/Oceania": "americas-or-oceania", "Asia": "asia", "Europe": "europe",
    ]
    static let pairs = [
        Column(column: "yearRegister", kind: "case", field: "registration-year", codes: [:], keepsOthers: true),
        Column(column: "gender", kind: "person", field: "sex", codes: ["Female": "female", "Male": "male"]),
        Column(column: "majorityStatus", kind: "person", field: "majority-status", codes: ["Adult": "adult", "Minor": "minor"]),
        Column(column: "isForcedLabour", kind: "case", field: "forced-labour", codes: ["1": "yes"]),
        Column(column: "isSexualExploit", kind: "case", field: "sexual-exploitation", codes: ["1": "yes"]),
        Column(column: "UN_COO_Region", kind: "person", field: "citizenship-region", codes: regions),
        Column(column: "UN_COE_Region", kind: "case", field: "exploitation-region", codes: regions),
        Column(column: "IP_Gender", kind: "party", field: "sex", codes: ["Female": "female", "Male": "male"], split: true),
        Column(
            column: "IP_ageBroad", kind: "party", field: "age-group",
            codes: ["0--29": "age-0-29", "30--38": "age-30-38", "39--47": "age-39-47", "48+": "age-48-plus"], split: true),
        Column(column: "IP_citizen_UNRegion", kind: "party", field: "region", codes: regions, split: true),
        Column(
            column: "IP_Relation", kind: "party", field: "relation-to-worker",
            codes: ["FamilyIntimatePartner": "familial", "FriendAcquaintance": "acquainted", "StrangerUnknownOther": "stranger-or-other"], split: true
        ),
        Column(column: "IP_PayMoney", kind: "party", field: "paid-by-worker", codes: ["Yes": "yes", "No": "no"], split: true),
    ]

    /// The answer as the tests write it: codes joined by `;`.
    private static func text(_ answer: Answer) -> String {
        switch answer.content {
        case .absent(let absence): return "(\(absence.rawValue))"
        case .value(.code(let code)): return code
        case .value(.list(let values)):
            return values.map { if case .code(let code) = $0 { code } else { "?" } }.sorted().joined(separator: ";")
        case .value: return "?"
        }
    }

    /// Counts of the texts of the columns, taken by splitting lines at commas: these files have no quotes.
    private static func plainCounts(_ file: String) throws -> (rows: Int, counts: [String: [String: Int]]) {
        let text = String(decoding: try GroundTruth.bytes(file), as: UTF8.self)
        #expect(!text.utf8.contains(UInt8(ascii: "\"")))
        var lines = text.split(whereSeparator: { $0 == "\n" || $0 == "\r\n" }).map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        let header = lines.removeFirst().map(String.init)
        var counts: [String: [String: Int]] = [:]
        for line in lines {
            for (name, cell) in zip(header, line) { counts[name, default: [:]][String(cell), default: 0] += 1 }
        }
        return (lines.count, counts)
    }

    private func check(_ file: String, _ columns: [Column]) throws -> [ImportedRow] {
        let plain = try Self.plainCounts(file)
        let rows = try Support.read(GroundTruth.url(file), preset: .ctdc)
        #expect(rows.count == plain.rows)
        #expect(rows.allSatisfy { $0.reasons.isEmpty })
        for column in columns {
            var expected: [String: Int] = [:]
            for (text, count) in try #require(plain.counts[column.column]) where !text.isEmpty {
                let parts = column.split ? text.split(separator: ";").map(String.init) : [text]
                let codes = parts.compactMap { column.codes[$0] ?? (column.keepsOthers ? $0 : "no code for \($0)") }
                if !codes.isEmpty { expected[codes.sorted().joined(separator: ";"), default: 0] += count }
            }
            var found: [String: Int] = [:]
            for row in rows {
                for draft in row.drafts where draft.kind == column.kind {
                    if let answer = draft[column.field] { found[Self.text(answer), default: 0] += 1 }
                }
            }
            #expect(found == expected, "\(column.column)")
            // What is missing in the file is missing here.
            #expect(plain.rows - found.values.reduce(0, +) == plain.counts[column.column]?[""] ?? 0, "\(column.column)")
        }
        return rows
    }

    @Test(.enabled(if: GroundTruth.has("ctdc/ctdc-global-kanon-2019-reduced.csv"), "needs the CTDC k-anonymised file"))
    func kanonymisedFileIsReadWhole() throws {
        let rows = try check("ctdc/ctdc-global-kanon-2019-reduced.csv", Self.kanon)
        #expect(rows.count == 14_299)
        #expect(rows.allSatisfy { row in row.drafts.map(\.kind).sorted() == ["case", "person", "relation", "violation"] })
        #expect(Set(rows.flatMap { $0.drafts.map(\.sourceKey) }).count == 4 * 14_299)
    }

    @Test(.enabled(if: GroundTruth.has("ctdc/ctdc-vp-synthetic-2022.csv"), "needs the CTDC victim–perpetrator file"))
    func victimPerpetratorFileIsReadWhole() throws {
        let rows = try check("ctdc/ctdc-vp-synthetic-2022.csv", Self.pairs)
        #expect(rows.count == 21_195)
        let counts = try Self.plainCounts("ctdc/ctdc-vp-synthetic-2022.csv").counts
        let flags = [
            "IP_Exploiter": "exploiter", "IP_RecruiterBroker": "recruiting", "IP_TransactionProcess": "moving-or-trading",
            "IP_ControlAbuseKidnap": "controlling",
        ]
        for (column, role) in flags {
            let found = rows.filter { row in
                guard case .list(let values)? = row.draft("perpetrators")?["roles"]?.value else { return false }
                return values.contains(.code(role))
            }
            #expect(found.count == counts[column]?["1"], "\(column)")
        }
        for (column, violation) in ["isForcedLabour": "forced-labour", "isSexualExploit": "sexual-exploitation"] {
            let found = rows.flatMap(\.drafts).filter { $0.kind == "violation" && $0["type"]?.value == .code(violation) }
            #expect(found.count == counts[column]?["1"], "\(column)")
        }
        #expect(Set(rows.flatMap { $0.drafts.map(\.sourceKey) }).count == rows.map(\.drafts.count).reduce(0, +))
    }

    @Test(.enabled(if: GroundTruth.has("ctdc/ctdc-vp-synthetic-2022-published-totals.csv"), "needs the published totals"))
    func countsAgreeWithThosePublished() throws {
        let rows = try Support.read(GroundTruth.url("ctdc/ctdc-vp-synthetic-2022.csv"), preset: .ctdc)
        var published = try CSVReader(bytes: GroundTruth.bytes("ctdc/ctdc-vp-synthetic-2022-published-totals.csv"))
        _ = try published.next()
        var compared = 0
        while let record = try published.next() {
            guard let column = Self.pairs.first(where: { $0.column == record.fields[0] }), !record.fields[1].hasPrefix("__") else { continue }
            let parts = column.split ? record.fields[1].split(separator: ";").map(String.init) : [record.fields[1]]
            let wanted = parts.compactMap { column.codes[$0] ?? $0 }.sorted().joined(separator: ";")
            let found = rows.flatMap(\.drafts).filter { $0.kind == column.kind && $0[column.field].map(Self.text) == wanted }
            #expect(found.count == Int(record.fields[2]), "\(record.fields)")
            compared += 1
        }
        #expect(compared > 40)
    }
}
