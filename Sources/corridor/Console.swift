import Formats
import Foundation

/// What a command says: results on standard output, everything else on standard error.
enum Console {
    /// A line on standard error.
    static func message(_ text: String) {
        FileHandle.standardError.write(Data((text.hasSuffix("\n") ? text : text + "\n").utf8))
    }

    /// The one JSON object that `--json` prints.
    static func json(_ object: JSONObject) {
        write(JSONValue.object(object).prettyPrinted() + "\n")
    }

    static func line(_ text: String = "") {
        write(text + "\n")
    }

    private static func write(_ text: String) {
        write(Data(text.utf8))
    }

    /// Writes results; where standard output takes nothing more, such as a full disk, says so and ends with status 1.
    static func write(_ bytes: Data) {
        do {
            try FileHandle.standardOutput.write(contentsOf: bytes)
        } catch {
            message("Error: Standard output cannot be written: \(String(cString: strerror(errno))). Make room, or write elsewhere.")
            exit(1)
        }
    }

    /// Asks for a passphrase without showing it; nil where there is no terminal.
    static let ask: @Sendable (String) -> String? = { prompt in
        guard isatty(STDIN_FILENO) == 1, let typed = getpass(prompt) else { return nil }
        return String(cString: typed)
    }

    /// Lines up the columns of a table of texts, each as ``plain(_:)`` has it.
    static func table(_ header: [String], _ rows: [[String]]) {
        let all = [header] + rows.map { $0.map(plain) }
        let widths = header.indices.map { column in all.map { width($0[column]) }.max() ?? 0 }
        for (number, row) in all.enumerated() {
            let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - width($0)) }
            line(trimmed(cells.joined(separator: "  ")))
            if number == 0 { line(widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")) }
        }
    }

    /// A text that others have written, as a terminal can show it beside texts of the program: without control characters, which could move what is written, and without
    /// those that turn the direction of everything behind them (Unicode Standard Annex 9).
    static func plain(_ text: String) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x061C, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: continue
            case 0x09, 0x0A, 0x0D, 0x2028...0x2029: plain.append(" ")
            default: if scalar.properties.generalCategory != .control { plain.append(scalar) }
            }
        }
        return String(plain)
    }

    /// A number with what is counted, such as `1 message`.
    static func count(_ number: Int, _ one: String, _ many: String) -> String { number == 1 ? "1 \(one)" : "\(number) \(many)" }

    private static func width(_ text: String) -> Int { text.count }

    private static func trimmed(_ text: String) -> String {
        var text = Substring(text)
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }
}
