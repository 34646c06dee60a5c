import App
import ArgumentParser
import Formats
import Foundation
import Matching

struct MatchExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Say why two names or records may be one person's, or not.",
        discussion: """
            PAIR is two names, as two arguments or as one with “|” between; or, with --in, the names of two records, as link gives them out. The score is a sum, told
            in bits: each bit doubles the odds.
            """)

    @Argument(help: ArgumentHelp("Two names, or with --in two records.", valueName: "PAIR"))
    var pair: [String]
    @Option(
        name: .customLong("in"), help: ArgumentHelp("The file of the records; given twice, the files of the first and of the second.", valueName: "FILE.csv"))
    var files: [String] = []
    @Option(name: .long, help: ArgumentHelp("A model file, as for link.", valueName: "FILE.yaml"))
    var config: String?
    @Option(name: .long, help: ArgumentHelp("Also draw the sum as a picture.", valueName: "FILE.svg"))
    var svg: String?
    @OptionGroup var encoding: EncodingOption
    @OptionGroup var output: JSONOption

    func validate() throws {
        guard files.count <= 2 else { throw ValidationError("--in is given once or twice.") }
        guard config == nil || !files.isEmpty else { throw ValidationError("--config goes with --in.") }
        if let svg { try OutputArgument.check(svg, inputs: files + [config]) }
    }

    func run() throws {
        let both = pair.count == 1 ? pair[0].split(separator: "|").map(String.init) : pair
        guard both.count == 2 else { throw ValidationError("Give two names: corridor match explain \"Md. Rafiq\" \"Mohamed Rafeek\"") }
        if files.isEmpty { try explainNames(both[0], both[1]) } else { try explainRecords(both[0], both[1]) }
    }

    // MARK: Names

    private func explainNames(_ left: String, _ right: String) throws {
        let explanation = NameExplanation(NameComparison(NameKey(left), NameKey(right)))
        let total = "\(Int((explanation.score * 100).rounded())) in 100 that this is one name"
        try draw("\(left) — \(right)", explanation.terms.filter { abs($0.bits) >= 0.05 }.map { (text: Self.words($0.feature), bits: $0.bits) }, total)
        if output.json {
            Console.json(explanation.json)
            return
        }
        Console.table(["left", "right", "alike", "sounds"], explanation.lines.map(row))
        Console.line()
        Console.line("\(EvidenceSentence.bits(explanation.base))  before anything is compared")
        for term in explanation.terms where abs(term.bits) >= 0.05 { Console.line("\(EvidenceSentence.bits(term.bits))  \(Self.words(term.feature))") }
        Console.line(total)
    }

    private func draw(_ title: String, _ terms: [(text: String, bits: Double)], _ total: String) throws {
        guard let svg else { return }
        try OutputFile.write(EvidenceDrawing.svg(title: title, terms: terms, total: total).utf8, to: URL(filePath: svg))
    }

    // MARK: Records

    /// By the model that linkage learns from the files.
    private func explainRecords(_ left: String, _ right: String) throws {
        var settings = encoding.applied(to: try config.map { try LinkageSettings.read(URL(filePath: $0)) } ?? LinkageSettings())
        settings.keepsValues = true
        let explanation = try Linkage(settings: settings).run(files.map { URL(filePath: $0) }).explanation(left, right)
        let total = "\(Int((explanation.probability * 100).rounded())) in 100 that this is one person"
        try draw("\(left) — \(right)", explanation.columns.map { (text: "\($0.column): \($0.level)", bits: $0.weight) }, total)
        if output.json {
            Console.json(explanation.json)
            return
        }
        Console.table(
            ["bits", "column", "left", "right", "agreement"],
            explanation.columns.map { [EvidenceSentence.bits($0.weight), $0.column, $0.left, $0.right, $0.level] })
        Console.line("\(EvidenceSentence.bits(explanation.prior))  before anything is compared")
        Console.line(total)
    }

    private func row(_ line: NameExplanation.Line) -> [String] {
        [line.left, line.right, line.similarity.map { "\(Int(($0 * 100).rounded())) %" } ?? "no answer", "\(line.leftSounds) / \(line.rightSounds)"]
    }

    static func words(_ feature: String) -> String {
        switch feature {
        case "same": "both names are the same"
        case "nothingInCommon": "one of them says nothing, or both are no names and other texts"
        case "nothingKnown": "neither says anything"
        case "limit": "only the same names are certain to be one"
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

extension PairExplanation {
    fileprivate var json: JSONObject {
        [
            "probability": .number(probability), "prior": .number(prior),
            "columns": .array(
                columns.map {
                    .object([
                        "column": .string($0.column), "meaning": .string($0.meaning.rawValue), "left": .string($0.left), "right": .string($0.right),
                        "agreement": .string($0.level), "bits": .number($0.weight),
                    ])
                }),
        ]
    }
}
