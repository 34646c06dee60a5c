import App
import ArgumentParser
import Formats
import Foundation
import Matching

struct MatchNamesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "names", abstract: "Score pairs of names: is it the same person's name?",
        discussion: "Every row of PAIRS is written with all its columns and one more, score, from 0 to 1.")

    @Argument(help: ArgumentHelp("A CSV file of pairs.", valueName: "PAIRS.csv"))
    var file: String
    @Option(name: .long, help: ArgumentHelp("The column with one name.", valueName: "COLUMN"))
    var left = "name_a"
    @Option(name: .long, help: ArgumentHelp("The column with the other name.", valueName: "COLUMN"))
    var right = "name_b"
    @Option(name: .long, help: ArgumentHelp("The file to write.", valueName: "scored.csv"))
    var output: String

    @Flag(name: .long, help: "Also write what the score is made of, one column a feature, for learning weights.")
    var withFeatures = false

    @OptionGroup var encoding: EncodingOption

    func validate() throws { try OutputArgument.check(output, inputs: [file]) }

    func run() throws {
        let pairs = URL(filePath: file)
        let (opened, header) = try TableFile.open(pairs, encoding: encoding.encodings.first)
        var reader = opened
        let (first, second) = (try column(left, in: header), try column(right, in: header))
        var writer = CSVWriter()
        let features = withFeatures ? NameComparison(NameKey(""), NameKey("")).features.map { "feature_" + $0.name } : []
        writer.write(header + ["score"] + features)
        var keys: [String: NameKey] = [:]
        func key(_ name: String) -> NameKey {
            if let known = keys[name] { return known }
            let made = NameKey(name)
            if keys.count < 500_000 { keys[name] = made }
            return made
        }
        var count = 0
        while let row = try TableFile.next(&reader, of: pairs) {
            let names = [first, second].map { $0 < row.fields.count ? row.fields[$0] : "" }
            let comparison = NameComparison(key(names[0]), key(names[1]))
            let added = withFeatures ? comparison.features.map { String(format: "%.4f", $0.value) } : []
            writer.write(row.fields + [String(format: "%.6f", comparison.score)] + added)
            count += 1
        }
        try OutputFile.write(writer.takeBytes(), to: URL(filePath: output))
        Console.message("\(count) pairs scored.")
    }

    private func column(_ name: String, in header: [String]) throws -> Int {
        guard let place = header.firstIndex(of: name) else {
            throw AppError("There is no column “\(name)”. The columns are: \(header.joined(separator: ", ")).", isWrongUse: true)
        }
        return place
    }
}
