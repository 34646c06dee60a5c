/// Makes entries of what is on file about which state is bound by which treaty.
enum RatificationInstruments {
    /// One line of `Resources/policy/ratifications.csv`.
    struct Line: Sendable {
        var treaty: String
        var country: String
        var standing: Standing
        /// The day of ratification or accession; the treaty binds from the day that its own articles say.
        var date: KnownDate?
        var signed: KnownDate?
        var asOf: KnownDate?
        var source: String
        var confidence: Confidence
        var note: String
    }

    /// One entry a state and treaty. A signature before the ratification is a version of its own.
    static func entry(_ line: Line, title: String) -> Instrument {
        let identifier = "\(line.country)/\(line.treaty)"
        var versions: [InstrumentVersion] = []
        func version(_ standing: Standing, _ from: KnownDate?, _ until: KnownDate?) -> InstrumentVersion {
            InstrumentVersion(
                identifier: "\(identifier)@\(from?.earliest.description ?? "start")", from: from, until: until, standing: standing,
                sources: line.source.isEmpty ? [] : [line.source], confidence: line.confidence, note: line.note, asOf: line.asOf)
        }
        if let signed = line.signed, let date = line.date, line.standing == .party, signed.latest < date.earliest {
            versions.append(version(.signed, signed, KnownDate(date.earliest.adding(days: -1))))
        }
        versions.append(version(line.standing, line.standing == .signed ? line.signed : line.date, nil))
        return Instrument(
            identifier: identifier, kind: .ratification, title: title, countries: [line.country], treaty: line.treaty, versions: versions)
    }
}
