/// The check of the data files beside the books of law: mandates, agencies, titles, translations, and what the register is made from.
extension LawCheck {
    /// Everything that is wrong in the files that come with the program.
    public static func papers() -> [Finding] {
        EmbeddedFiles.all(in: "policy/").flatMap { file(named: $0.name, $0.bytes) ?? [] }
            + EmbeddedFiles.all(in: "languages/").filter { isTranslations($0.name) }.flatMap { file(named: $0.name, $0.bytes) ?? [] }
    }

    /// Everything that is wrong in a file, if its name says that it is one of these: somebody who corrects one wants all faults of it at once.
    /// - Returns: nil for a file of another name, which is taken for a book of law.
    public static func file(named path: String, _ bytes: [UInt8]) -> [Finding]? {
        let name = String(Substring(path.utf8.split(separator: UInt8(ascii: "/")).last ?? path.utf8[...]))
        switch name {
        case "mandates.yaml": return findings(MandateLibrary.read(bytes, file: path).errors)
        case "agencies.yaml": return findings(AgencyLibrary.read(bytes, file: path).errors)
        case _ where isTranslations(name): return findings(RuleTranslations.readAll(bytes, file: path).errors)
        default: return RegisterFiles.errors(named: name, bytes, file: path).map { findings($0) }
        }
    }

    private static func isTranslations(_ path: String) -> Bool {
        path.utf8.reversed().starts(with: LawCorrections.translationsFile.utf8.reversed()) || path.utf8.reversed().starts(with: "statements.yaml".utf8.reversed())
    }

    /// The texts about mandates and agencies that pages show, each with its place.
    static func statements() -> [(text: String, place: String)] {
        let mandates = ((try? MandateLibrary.all()) ?? []).flatMap { facts in
            (facts.apostille.map { [($0.note, $0.place)] } ?? []) + facts.statements.flatMap { [($0.says, $0.place), ($0.by, $0.place), ($0.note, $0.place)] }
        }
        let agencies = ((try? AgencyLibrary.all()) ?? []).flatMap { [($0.says, $0.place), ($0.note, $0.place)] }
        return (mandates + agencies).filter { !$0.0.isEmpty }.map { (text: $0.0, place: $0.1) }
    }
}
