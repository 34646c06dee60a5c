/// A picture of a sum of evidence: bars to the right speak for, bars to the left against. SVG 1.1 with texts that a screen reader reads.
public enum EvidenceDrawing {
    /// - Parameters:
    ///   - title: what is compared.
    ///   - terms: each with its words and bits.
    ///   - total: words below the bars.
    /// - Complexity: linear in the terms.
    public static func svg(title: String, terms: [(text: String, bits: Double)], total: String) -> String {
        let (row, top, middle, half) = (24.0, 44.0, 560.0, 180.0)
        let most = max(1, terms.map { abs($0.bits) }.max() ?? 1)
        let height = top + row * Double(terms.count) + 36
        var svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 800 \(height)\" role=\"img\" font-family=\"sans-serif\" font-size=\"13\">"
        svg += "<title>\(escaped(title))</title><desc>\(escaped(terms.map { "\($0.text): \(number($0.bits))" }.joined(separator: "; ") + ". " + total))</desc>"
        svg += "<text x=\"8\" y=\"22\" font-size=\"15\">\(escaped(title))</text>"
        svg += "<line x1=\"\(middle)\" y1=\"\(top - 8)\" x2=\"\(middle)\" y2=\"\(height - 30)\" stroke=\"#555\"/>"
        for (place, term) in terms.enumerated() {
            let y = top + row * Double(place)
            let width = abs(term.bits) / most * half
            let x = term.bits < 0 ? middle - width : middle
            svg += "<text x=\"8\" y=\"\(y + 13)\">\(escaped(term.text))</text>"
            svg += "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(max(width, 1))\" height=\"16\" fill=\"\(term.bits < 0 ? "#b3541e" : "#1f6f5c")\"/>"
            svg += "<text x=\"\(middle + half + 8)\" y=\"\(y + 13)\">\(number(term.bits))</text>"
        }
        svg += "<text x=\"8\" y=\"\(height - 10)\" font-weight=\"bold\">\(escaped(total))</text></svg>"
        return svg + "\n"
    }

    private static func number(_ bits: Double) -> String { (bits < 0 ? "−" : "+") + "\((abs(bits) * 10).rounded() / 10)" }

    private static func escaped(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
            case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
            case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
            case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
            // What XML cannot hold is left out.
            case "\u{0}"..."\u{8}", "\u{B}", "\u{C}", "\u{E}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": break
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}
