/// Numbers of telephones and papers that somebody wrote into a sentence.
public enum NumbersInText {
    /// Fewer digits are a year, an amount or a house number.
    private static let leastDigits = 7
    /// Letters and digits together say more than digits alone: this many are enough, letters that are mistaken for digits counted in.
    private static let leastInWord = 5
    /// So many of them must be digits as they stand: a word of capital letters is no number.
    private static let leastTrueDigits = 3
    private static let mostCharacters = 20

    /// Digits, however they are grouped, and words of letters and digits such as passports have, as they are written; for ``ComparedNumber``, which knows slips.
    ///
    /// - Complexity: linear in the length of the text.
    public static func numbers(in text: String) -> [String] {
        var numbers: [String] = []
        for number in groupedDigits(in: text) + words(in: text) where !numbers.contains(number) { numbers.append(number) }
        return numbers
    }

    /// Runs of at least seven digits with spaces and signs between them. Digits that touch letters are the tail of a number of a paper, and say less without them.
    private static func groupedDigits(in text: String) -> [String] {
        var numbers: [String] = []
        var run = String.UnicodeScalarView()
        var (touchesLetter, previous) = (false, Unicode.Scalar(0x20 as UInt8))
        func close() {
            if run.count >= leastDigits, run.count <= mostCharacters, !touchesLetter { numbers.append(String(run)) }
            run.removeAll()
            touchesLetter = false
        }
        for scalar in text.unicodeScalars {
            if isDigit(scalar) {
                if isLetter(previous) { touchesLetter = true }
                run.append(scalar)
            } else if !" -()./".unicodeScalars.contains(scalar) {
                if isLetter(scalar), isDigit(previous) { touchesLetter = true }
                close()
            }
            previous = scalar
        }
        close()
        return numbers
    }

    /// Words with letters and digits, of which enough are digits or are read as such.
    private static func words(in text: String) -> [String] {
        text.unicodeScalars.split { !isDigit($0) && !isLetter($0) }.filter { word in
            let digits = word.count(where: isDigit)
            let lookalikes = word.count { "OISBZ".unicodeScalars.contains($0) }
            return word.count <= mostCharacters && word.count > digits && digits >= leastTrueDigits && digits + lookalikes >= leastInWord
        }.map { String(String.UnicodeScalarView($0)) }
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.numericType == .decimal }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool { ("A"..."Z").contains(scalar) || ("a"..."z").contains(scalar) }
}
