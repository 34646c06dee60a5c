import ArgumentParser
import Formats
import Matching

/// How the files of a command are written where they do not say it themselves.
struct EncodingOption: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "How a file is written that is not UTF-8 and has no byte order mark, such as windows-1252 or utf-16; given twice, for the first and the second file.",
            valueName: "ENCODING"))
    var encoding: [String] = []

    /// In the order of the files.
    var encodings: [CSVDialect.Encoding] { encoding.compactMap { CSVDialect.Encoding(named: $0) } }

    /// The settings with what the command line says of the files in place of what they say.
    func applied(to settings: LinkageSettings) -> LinkageSettings {
        var settings = settings
        if !encoding.isEmpty { settings.encodings = encodings }
        return settings
    }

    func validate() throws {
        for name in encoding where CSVDialect.Encoding(named: name) == nil {
            throw ValidationError("--encoding \(name) is not read. There are: \(CSVDialect.Encoding.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
    }
}
