/// Puts what is wrong and how to mend it together as sentences.
enum Sentence {
    /// Place, problem and remedy as one text. A problem that ends a sentence itself gets no second full stop.
    static func text(place: String, problem: String, remedy: String) -> String {
        let isEnded = problem.unicodeScalars.last.map { ".?!…".unicodeScalars.contains($0) } ?? true
        return "\(place): \(problem)\(isEnded ? "" : ".")\(remedy.isEmpty ? "" : " ")\(remedy)"
    }

    /// A sentence without its full stop, to stand within another.
    static func clause(_ sentence: String) -> String {
        sentence.utf8.last == UInt8(ascii: ".") ? String(sentence.dropLast()) : sentence
    }
}
