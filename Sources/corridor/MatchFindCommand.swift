import App
import ArgumentParser
import Formats
import Foundation
import Matching

struct MatchFindCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "find", abstract: "Find people by a name in any script.",
        discussion: """
            Words of the name may be misspelt, in another order or missing. What speaks for each person is told in bits: 10 bits are a thousand to one. \
            Beside them stands how likely the person is the one looked for if that person is among those searched: of two who fit equally each has 50 in 100. A year, a number, or a place after \
            the name (Rafiq, Sylhet) is understood as such.
            """)

    @Argument(help: ArgumentHelp("The name, or a part of it.", valueName: "NAME"))
    var name: [String]
    @Option(name: .customLong("in"), help: ArgumentHelp("A CSV file of people; columns are recognised by their names.", valueName: "people.csv"))
    var file: String?
    @Option(name: .long, help: ArgumentHelp("A node, whose persons are searched.", valueName: "DIR"))
    var data: String?
    @Option(name: .long, help: ArgumentHelp("A file that unlocks the node, if it is not where init put it.", valueName: "FILE"))
    var keyFile: String?
    @Option(name: .long, help: ArgumentHelp("Date or year of birth, as EDTF: 1988, 1988-04, 1988-04-03.", valueName: "EDTF"))
    var born: String?
    @Option(name: .long, help: ArgumentHelp("A place that the person is from.", valueName: "PLACE"))
    var place: String?
    @Option(name: .long, help: ArgumentHelp("A number of a document or telephone; may be given several times.", valueName: "NUMBER"))
    var number: [String] = []
    @Option(name: .long, help: ArgumentHelp("How many are shown at most.", valueName: "N"))
    var limit = 10
    @OptionGroup var encoding: EncodingOption
    @OptionGroup var output: JSONOption

    func validate() throws {
        guard (file == nil) != (data == nil) else { throw ValidationError("Say where to search: either --in people.csv or --data DIR.") }
        guard limit > 0 else { throw ValidationError("--limit takes a number above 0.") }
        if let born, ComparedDate(exactly: born) == nil {
            throw ValidationError("--born \(born) is no date of the calendar. Write it as 1988, 1988-04 or 1988-04-03.")
        }
    }

    func run() throws {
        let index = try file.map { try PersonIndexReading.index(of: URL(filePath: $0), encoding: encoding.encodings.first) } ?? nodeIndex()
        let query = PersonQuery(name.joined(separator: " "), born: born.flatMap { ComparedDate(exactly: $0) }, place: place, numbers: number)
        let found = index.find(query, limit: limit)
        if output.json {
            Console.json(["records": .integer(Int64(index.count)), "matches": .array(found.map { .object($0.json) })])
            return
        }
        for (rank, match) in found.enumerated() {
            Console.line("\(rank + 1). \(match.names.joined(separator: " / "))  [\(match.identifier)]  \(oneDecimal(match.weight)) bits, \(Int((match.score * 100).rounded())) in 100")
            for evidence in match.evidence { Console.line("   " + EvidenceSentence.sentence(evidence)) }
        }
        if found.isEmpty { Console.message("Nobody among \(index.count) people has a name like this.") }
    }

    private func oneDecimal(_ value: Double) -> String { String(format: "%.1f", value) }

    private func nodeIndex() throws -> PersonIndex {
        let means = UnlockMeans(keyFile: keyFile.map { URL(filePath: $0) }, environment: ProcessInfo.processInfo.environment, ask: Console.ask)
        return try NodePeople(Node.open(URL(filePath: data ?? ""), unlock: means), reader: .keyHolder).index()
    }
}

/// Indexes of people from files.
enum PersonIndexReading {
    static func index(of file: URL, encoding: CSVDialect.Encoding? = nil) throws -> PersonIndex {
        var repeated = PersonIndex.RepeatedPeople()
        let index = try PersonIndex.build(joining: &repeated) { add in
            Console.message("\(file.lastPathComponent) is understood so: \(try PersonTable.read(file, encoding: encoding, add)).")
        }
        if let identifier = repeated.overfull {
            throw AppError(
                "\(file.lastPathComponent): more than \(PersonIndex.RepeatedPeople.mostNames) lines have the identifier “\(identifier)”: it is nobody's. Rename the column, or give every person a number of their own.",
                isWrongUse: true)
        }
        if repeated.count > 0 { Console.message("Lines with the identifier of an earlier one, taken for further names of the same person: \(repeated.count).") }
        return index
    }
}

extension PersonMatch {
    var json: JSONObject {
        [
            "id": .string(identifier), "names": .array(names.map { .string($0) }), "score": .number(score), "bits": .number(weight),
            "evidence": .array(evidence.map { .object($0.json) }),
        ]
    }
}

extension MatchEvidence {
    var json: JSONObject {
        ["kind": .string(kind.rawValue), "left": .string(left), "right": .string(right), "agreement": .string(agreement), "bits": .number(weight)]
    }
}
