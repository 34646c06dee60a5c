extension LawCheck {
    /// What is wrong in a register: versions that overlap in time, that end before they begin, that have no source, and statutes of the books of which it has
    /// no entry.
    /// O(versions and rules).
    public static func findings(_ register: Register, books: [LawBook]) -> [Finding] {
        var findings: [Finding] = []
        func add(_ severity: Finding.Severity, _ place: String, _ problem: String, _ remedy: String) {
            findings.append(Finding(severity: severity, place: place, problem: problem, remedy: remedy))
        }
        for entry in register.entries {
            if let (earlier, later) = Instrument.overlap(entry.versions) {
                add(.error, entry.identifier, "\(earlier.identifier) and \(later.identifier) overlap in time", "End one before the other begins.")
            }
            for version in entry.versions {
                if let from = version.from, let until = version.until, until.latest < from.earliest {
                    add(.error, version.identifier, "it ends before it begins", "Correct “from” or “until”.")
                }
                if version.sources.isEmpty, version.standing != .unknown {
                    add(.error, version.identifier, "it has no source", "Give the page where it was read.")
                }
                for source in version.sources where !SourceCitation.isUsable(source) {
                    // The sources of statutes are those of their rules, which the check of the books looks at.
                    guard SourceCitation.isOtherAddress(source) || (version.provisions.isEmpty && version.standing != .unknown) else { continue }
                    add(.error, version.identifier, "its source “\(source)” is no address of a page and no print", SourceCitation.remedy)
                }
            }
        }
        // “practice” says that no statute was found.
        let known = Set(register.entries.flatMap { entry in entry.rules.map { "\(entry.countries.first ?? "")\n\($0.law)" } })
        var missing: Set<String> = []
        // Of a corrected book it is no error: the register shows the statutes that come with the program.
        var missingOfCorrected: Set<String> = []
        for book in books {
            for rule in book.rules where rule.law != "practice" && !known.contains("\(book.country)\n\(rule.law)") {
                if rule.place.utf8.starts(with: "law/".utf8) {
                    missing.insert("\(book.country): \(rule.law)")
                } else {
                    missingOfCorrected.insert("\(book.country): \(rule.law)")
                }
            }
        }
        for law in missing.sorted() { add(.error, law, "the register has no entry of this statute", "Add a line to policy/statutes.csv.") }
        for law in missingOfCorrected.sorted() {
            add(.warning, law, "the register has no entry of this statute", "Write its name as the book that comes with the program has it, or tell its makers of the new one.")
        }
        return findings.filter { $0.severity == .error } + findings.filter { $0.severity == .warning }
    }
}
