import Dictionary
import Entitlements

/// The form in which a change to the register is proposed, and what was typed into it.
struct ChangeForm {
    let kind: RegisterChange.Kind
    /// Nil for a new entry.
    let entry: PolicyEntry?
    /// The version that is corrected, translated or withdrawn.
    let version: InstrumentVersion?
    let text: PolicyText

    private var translator: Translator { text.translator }

    // MARK: Reading

    /// - Returns: the change, or what is wrong with the form.
    func read(_ form: FormFields, entryIdentifier: String, versionIdentifier: String) -> Result<RegisterChange, Problems> {
        var problems = Problems()
        let change: RegisterChange
        switch kind {
        case .entry:
            var instrument = described(form, entryIdentifier)
            if entry == nil { instrument.versions = [typedVersion(form, versionIdentifier, &problems)] }
            change = .entry(instrument)
        case .version: change = .version(typedVersion(form, versionIdentifier, &problems))
        case .correction: change = .correction(typedVersion(form, version?.identifier ?? versionIdentifier, &problems))
        case .withdrawal: change = .withdrawal(version: version?.identifier ?? "")
        case .translation:
            change = .translation(version: version?.identifier ?? "", language: form.text("language") ?? "", text: form.text("text") ?? "")
            if form.text("language") == nil { problems.add("language", translator("policy.error.language")) }
        }
        if form.text("reason") == nil { problems.add("reason", translator("policy.error.reason")) }
        guard problems.fields.isEmpty else { return .failure(problems) }
        do {
            _ = try Instrument.applying(change, to: entry?.instrument)
            return .success(change)
        } catch {
            problems.add(error.field, sentence(error))
            return .failure(problems)
        }
    }

    struct Problems: Error, Sendable {
        var fields: [FieldProblem] = []
        mutating func add(_ field: String, _ sentence: String) { fields.append(FieldProblem(field: field, sentence: sentence)) }
    }

    func sentence(_ error: RegisterError) -> String { translator("policy.error.\(error.problem.rawValue)") }

    private func described(_ form: FormFields, _ identifier: String) -> Instrument {
        let known = { (vocabulary: String, codes: [String]) in
            codes.filter { code in text.dictionary.vocabulary(vocabulary)?.terms.contains { $0.code == code } ?? false }
        }
        return Instrument(
            identifier: entry?.instrument.identifier ?? identifier, kind: form.text("kind").flatMap(InstrumentKind.init(rawValue:)) ?? .law,
            title: form.text("title") ?? "", countries: known("country", form.all("countries")), origins: known("country", form.all("origins")),
            destinations: known("country", form.all("destinations")), sectors: known(PolicySectors.vocabulary, form.all("sectors")),
            treaty: entry?.instrument.treaty ?? "")
    }

    private func typedVersion(_ form: FormFields, _ identifier: String, _ problems: inout Problems) -> InstrumentVersion {
        var version = InstrumentVersion(identifier: identifier)
        version.from = date(form, "from", &problems)
        version.until = date(form, "until", &problems)
        version.standing = form.text("standing").flatMap(Standing.init(rawValue:)) ?? .inForce
        version.summary = form.text("summary") ?? ""
        version.language = form.text("summary-language") ?? translator.language
        version.sources = (form.text("sources") ?? "").utf8.split(whereSeparator: { $0 == 10 || $0 == 13 }).compactMap { String($0) }.map(\.trimmingSpaces)
            .filter { !$0.isEmpty }
        version.confidence = form.text("confidence").flatMap(Confidence.init(rawValue:)) ?? .low
        version.note = form.text("note") ?? ""
        version.asOf = self.version?.asOf
        return version
    }

    private func date(_ form: FormFields, _ field: String, _ problems: inout Problems) -> KnownDate? {
        guard let typed = form.text(field) else { return nil }
        guard let date = KnownDate(typed), typed.utf8.count <= 10 else {
            problems.add(field, translator("policy.error.date"))
            return nil
        }
        return date
    }

    // MARK: Writing

    /// The form's values for what is there already.
    var values: FormFields {
        var values = FormFields()
        func add(_ name: String, _ value: String) { values.items.append(.init(name: name, value: value)) }
        if kind == .entry, let instrument = entry?.instrument {
            add("title", instrument.title)
            add("kind", instrument.kind.rawValue)
            for (name, codes) in [
                ("countries", instrument.countries), ("origins", instrument.origins), ("destinations", instrument.destinations),
                ("sectors", instrument.sectors),
            ] { for code in codes { add(name, code) } }
        }
        if kind == .correction, let version {
            add("from", version.from?.description ?? "")
            add("until", version.until?.description ?? "")
            add("standing", version.standing.rawValue)
            add("summary", version.summary)
            add("summary-language", version.language)
            add("sources", version.sources.joined(separator: "\n"))
            add("confidence", version.confidence.rawValue)
            add("note", version.note)
        } else {
            add("summary-language", translator.language)
            add("standing", Standing.inForce.rawValue)
        }
        return values
    }

    func write(_ html: inout HTMLWriter, _ controls: FormControls) {
        switch kind {
        case .entry:
            description(&html, controls)
            if entry == nil { versionFields(&html, controls) }
        case .version, .correction: versionFields(&html, controls)
        case .withdrawal: html.element("p", text: translator("policy.withdrawal.explained"))
        case .translation: translation(&html, controls)
        }
        controls.text(&html, "reason", label: translator("policy.reason"), .init(hint: translator("policy.reason.hint"), isRequired: true, rows: 2))
    }

    private func description(_ html: inout HTMLWriter, _ controls: FormControls) {
        controls.text(&html, "title", label: translator("policy.field.title"), .init(hint: translator("policy.field.title.hint"), isRequired: true))
        controls.select(
            &html, "kind", label: translator("policy.filter.kind"), options: PolicyPages.options("instrument-kind", text), .init(isRequired: true))
        for name in ["countries", "origins", "destinations"] {
            controls.select(
                &html, name, label: translator("policy.field.\(name)"), options: PolicyPages.options("country", text),
                .init(hint: translator("policy.field.\(name).hint"), isMultiple: true))
        }
        controls.select(
            &html, "sectors", label: translator("policy.field.sectors"), options: PolicyPages.options(PolicySectors.vocabulary, text),
            .init(hint: translator("policy.field.sectors.hint"), isMultiple: true))
    }

    private func versionFields(_ html: inout HTMLWriter, _ controls: FormControls) {
        let hint = translator("policy.field.date.hint")
        controls.text(&html, "from", label: translator("policy.field.from"), .init(hint: hint, direction: "ltr"))
        controls.text(&html, "until", label: translator("policy.field.until"), .init(hint: hint, direction: "ltr"))
        controls.select(&html, "standing", label: translator("policy.list.standing"), options: PolicyPages.options("instrument-standing", text))
        controls.text(
            &html, "summary", label: translator("policy.field.summary"), .init(hint: translator("policy.field.summary.hint"), isRequired: true, rows: 4))
        languageSelect(&html, controls, "summary-language", translator("policy.field.language"))
        controls.text(
            &html, "sources", label: translator("policy.field.sources"), .init(hint: translator("policy.field.sources.hint"), isRequired: true, rows: 3))
        controls.select(&html, "confidence", label: translator("policy.rules.confidence"), options: PolicyPages.options("source-confidence", text))
        controls.text(&html, "note", label: translator("policy.field.note"), .init(rows: 2))
    }

    private func translation(_ html: inout HTMLWriter, _ controls: FormControls) {
        if let version {
            html.element("p", [.class("told card"), .lang(version.language), .dir("auto")], text: version.summary)
        }
        languageSelect(&html, controls, "language", translator("policy.field.translation-language"))
        controls.text(&html, "text", label: translator("policy.field.translation"), .init(isRequired: true, rows: 4))
    }

    private func languageSelect(_ html: inout HTMLWriter, _ controls: FormControls, _ name: String, _ label: String) {
        controls.select(&html, name, label: label, options: text.languageOptions, .init(isRequired: true))
    }
}
