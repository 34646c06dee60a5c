import Matching

/// Evidence in words.
enum EvidenceSentence {
    static func sentence(_ evidence: MatchEvidence) -> String { "\(bits(evidence.weight))  \(text(evidence))" }

    static func bits(_ weight: Double) -> String {
        let rounded = (abs(weight) * 10).rounded() / 10
        return (weight < 0 ? "−" : "+") + "\(rounded)"
    }

    static func text(_ evidence: MatchEvidence) -> String {
        switch evidence.kind {
        case .sameName: "“\(evidence.left)” is a part of both names"
        case .similarName: "“\(evidence.left)” sounds or is written like “\(evidence.right)”"
        case .initial: "the initial fits: “\(evidence.left)”, “\(evidence.right)”"
        case .beginning: "“\(evidence.right)” begins with “\(evidence.left)”"
        case .missingName: "“\(evidence.left)” is missing in the record"
        case .furtherName: "the record also has “\(evidence.right)”"
        case .born: "born \(evidence.left), record \(evidence.right): \(words(evidence.agreement))"
        case .place: "from \(evidence.left), record \(evidence.right): \(words(evidence.agreement))"
        case .number: "number \(evidence.left), record \(evidence.right): \(words(evidence.agreement))"
        }
    }

    private static func words(_ agreement: String) -> String {
        switch agreement {
        case "same": "the same"
        case "sameMonth": "the same month"
        case "sameYear": "the same year"
        case "nearYear": "nearly the same year"
        case "swapped": "day and month changed places"
        case "ending": "the last digits of it"
        case "oneSlip": "the same but for one slip"
        case "lookalike": "the same but for letters that look alike"
        case "sameEnding": "the same but for the code before it"
        case "within": "one within the other"
        case "partly": "partly the same"
        default: "different"
        }
    }
}
