import Foundation
import TestSupport

/// A register of a helpline as a CSV file: a row a case, with a worker and any number of violations. Rows are made from their numbers, so the same
/// number is the same row in every file.
struct Intake {
    static let columns = [
        "number", "title", "sector", "sector_note", "summary", "since", "destination", "debt", "name", "phone", "passport", "birth", "email", "health",
        "address", "sex", "nationality", "violations", "told",
    ]

    static let mapping = """
        mapping: 1
        source: test-helpline
        title: Register of a helpline
        identifier: number
        records:
          - record: case
            fields:
              reference: {column: number, kind: other}
              title: title
              sector: {column: sector, note-column: sector_note}
              summary: summary
              events-since: since
              destination-country: destination
              debt: {column: debt, currency: QAR}
          - record: person
            name: worker
            fields:
              names: name
              mobile-phones: phone
              identifiers: {column: passport, kind: passport}
              date-of-birth: birth
              email: email
              health: health
              address: {parts: {locality: address}}
              sex: sex
              nationality: nationality
          - record: relation
            name: tie
            fields:
              role: {constant: worker}
            links: {from: worker, to: case}
          - record: violation
            for-each: {field: type, column: violations, split: ";"}
            fields:
              description: told
            links: {case: case, victim: worker}

        """

    static let sectors = ["domestic-work", "construction", "agriculture", "care-work"]
    static let violations = ["non-payment", "excessive-hours", "deception", "underpayment"]

    /// One row by its number, in the order of ``columns``. `marker` stands in every text that is identity or sensitive.
    static func row(_ number: Int, marker: String = "") -> [String] {
        let day = 1 + number % 28
        return [
            "H\(marker)\(number)", "Case \(marker)title\(number)", sectors[number % 4], "note\(marker)\(number)", "She said \(marker)summary\(number), twice.",
            "2023-0\(1 + number % 9)-\(day < 10 ? "0" : "")\(day)", ["QA", "SA", "MY"][number % 3], "\(1000 + number)", "Worker \(marker)name\(number)",
            "+97798\(10_000_000 + number)", "P\(marker)\(number)", "19\(70 + number % 29)-11-\(day < 10 ? "0" : "")\(day)",
            "\(marker)mail\(number)@example.org",
            "Ill: \(marker)health\(number)", "Ward \(marker)place\(number)", number % 2 == 0 ? "female" : "male", "NP",
            number % 5 == 0 ? "" : "\(violations[number % 4]);\(violations[(number + 1) % 4])", number % 5 == 0 ? "" : "It was \(marker)told\(number).",
        ]
    }

    static func csv(_ rows: [[String]]) -> String {
        ([columns] + rows).map { $0.map(quoted).joined(separator: ",") + "\r\n" }.joined()
    }

    static func csv(rows numbers: some Sequence<Int>, marker: String = "") -> String {
        csv(numbers.map { row($0, marker: marker) })
    }

    private static func quoted(_ text: String) -> String {
        text.contains(where: { ",\"\r\n".contains($0) }) ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
    }
}

extension World {
    /// Writes the register and its mapping beside the node.
    func writeIntake(rows numbers: some Sequence<Int>, marker: String = "", name: String = "register.csv") throws {
        try write(Intake.csv(rows: numbers, marker: marker), to: name)
        try write(Intake.mapping, to: "intake.yaml")
    }

    /// Imports a file beside the node by the register's mapping.
    @discardableResult
    func importIntake(_ name: String = "register.csv", _ arguments: String...) throws -> ProgramResult {
        try start(["import", file(name).path, "--mapping", file("intake.yaml").path] + arguments, environment: [:]).wait()
    }
}
