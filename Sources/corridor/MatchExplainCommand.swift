import App
import ArgumentParser
import Formats
import Foundation
import Matching

struct MatchExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Say why two names may be one person's, or not.",
        discussion: "PAIR is two names, as two arguments or as one with “|” between. The score is a sum, told in bits: each bit doubles the odds.")

    @Argument(help: ArgumentHelp("Two names.", valueName: "PAIR"))
    var pair: [String]
    @Option(name: .long, help: ArgumentHelp("Also draw the sum as a picture.", valueName: "FILE.svg"))
    var svg: String?
    @OptionGroup var output: JSONOption

    func run() throws {
        let names = pair.count == 1 ? pair[0].split(separator: "|").map(String.init) : pair
        guard names.count == 2 else { throw ValidationError("Give two names: corridor match explain \"Md. Rafiq\" \"Mohamed Rafeek\"") }
        let explanation = NameExplanation(NameComparison(NameKey(names[0]), NameKey(names[1])))
        let total = "\(Int((explanation.score * 100).rounded())) in 100 that this is one name"
        if let svg {
            let terms = explanation.terms.map { (text: Self.words($0.feature), bits: $0.bits) }
            try Data(EvidenceDrawing.svg(title: names.joined(separator: " — "), terms: terms, total: total).utf8).write(
                to: URL(filePath: svg), options: .atomic)
        }
        if output.json {
            Console.json(explanation.json)
            return
        }
        Console.table(["left", "right", "alike", "sounds"], explanation.lines.map(row))
        Console.line()
        Console.line("\(EvidenceSentence.bits(explanation.base))  before anything is compared")
        for term in explanation.terms { Console.line("\(EvidenceSentence.bits(term.bits))  \(Self.words(term.feature))") }
        Console.line(total)
    }

    private func row(_ line: NameExplanation.Line) -> [String] {
        [line.left, line.right, line.similarity.map { "\(Int(($0 * 100).rounded())) %" } ?? "no answer", "\(line.leftSounds) / \(line.rightSounds)"]
    }

    static func words(_ feature: String) -> String {
        switch feature {
        case "covered": "how much of both names is answered"
        case "coveredLess": "how much of the name is answered of which less is"
        case "coveredMore": "how much of the name is answered of which more is"
        case "shared": "how many names are shared, rare ones counting more"
        case "contradicted": "other names in the place of these"
        case "unanswered": "names that only one side has"
        case "weakest": "how alike the least alike pair is"
        case "first": "how alike the first names are"
        case "last": "how alike the last names are"
        case "reordered": "whether the order is another"
        case "together": "how alike the names are when all words run together"
        case "count": "how many names there are to compare"
        case "acrossScripts": "whether the scripts differ"
        default: feature
        }
    }
}

extension NameExplanation {
    fileprivate var json: JSONObject {
        [
            "score": .number(score), "base": .number(base),
            "terms": .array(terms.map { .object(["feature": .string($0.feature), "bits": .number($0.bits)]) }),
            "parts": .array(
                lines.map {
                    .object([
                        "left": .string($0.left), "right": .string($0.right), "similarity": $0.similarity.map { .number($0) } ?? .null,
                        "leftSounds": .string($0.leftSounds), "rightSounds": .string($0.rightSounds),
                    ])
                }),
        ]
    }
}
