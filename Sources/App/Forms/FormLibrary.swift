import Dictionary
import Formats
import Forms
import Foundation
import Storage
import Synchronization

/// A questionnaire that can be filled in.
struct AvailableForm: Sendable {
    enum Start: String, Sendable {
        case newCase = "new-case"
        case existingCase = "existing-case"
        case both
    }

    var program: FormProgram
    var plan: FormPlan
    /// Files that came with the form, such as pictures and lists.
    var attached: [String: FormTable] = [:]
    var fileNames: [String] = []
    /// Whether it came with the product.
    var isStandard: Bool
    /// The number of its version for addresses; empty for standard forms, which have one at a time.
    var version: String

    var identifier: String { program.form.identifier }

    var start: Start { program.form.settings.others["start_from"].flatMap { Start(rawValue: $0) } ?? .both }

    /// The form's name for the reader's language, such as `Nepali (ne)` for `ne`.
    func formLanguage(_ tag: String) -> String {
        let form = program.form
        return form.languages.first { $0.hasSuffix("(\(tag))") || $0 == tag } ?? form.defaultLanguage
    }

    func title(_ tag: String) -> String {
        program.form.titles.text(in: formLanguage(tag), otherwise: program.form.defaultLanguage) ?? program.form.title
    }

    func lists(_ node: Node, _ tag: String) -> FormLists { FormLists(dictionary: node.dictionary, language: tag, attached: attached) }

    func filling(_ node: Node, language tag: String, clock: FormClock) -> FormFilling {
        let lists = lists(node, tag)
        var filling = FormFilling(program, clock: clock, language: formLanguage(tag)) { lists.table($0) }
        filling.removeFirstRounds()
        filling.compute()
        return filling
    }
}

/// The forms of one organisation: the standard ones, and its own.
struct FormLibrary: Sendable {
    /// The name under which the questionnaire itself is kept beside the files that came with it.
    static let workbook = ""

    let node: Node
    let cache: FormCache

    /// The forms that are offered, the standard ones first, own ones by their identifier in their newest version.
    func forms() throws -> [AvailableForm] {
        let rows = try node.database.read { connection in
            try connection.all(
                "SELECT form, version FROM form_file WHERE organisation = ? AND name = '' AND retired = 0 ORDER BY form, added",
                [.integer(node.organisation.number)]
            ) { (form: $0.text(0), version: $0.text(1)) }
        }
        var newest: [String: String] = [:]
        for row in rows { newest[row.form] = row.version }
        var forms = cache.standard(node.dictionary)
        for (form, version) in newest.sorted(by: { $0.key < $1.key }) {
            if let own = try own(form, version: version) { forms.append(own) }
        }
        return forms
    }

    /// - Parameter version: as ``AvailableForm/version``; nil for the newest.
    func form(_ identifier: String, version: String? = nil) throws -> AvailableForm? {
        if let standard = cache.standard(node.dictionary).first(where: { $0.identifier == identifier }) { return standard }
        return try own(identifier, version: version)
    }

    private func own(_ identifier: String, version: String?) throws -> AvailableForm? {
        let number = Value.integer(node.organisation.number)
        return try node.database.read { connection in
            let found =
                try version
                ?? connection.first(
                    "SELECT version FROM form_file WHERE organisation = ? AND form = ? AND name = '' AND retired = 0 ORDER BY added DESC LIMIT 1",
                    [number, .text(identifier)]
                ) { $0.text(0) }
            guard let found else { return nil }
            if let known = cache.own(node.organisation.number, identifier, found) { return known }
            let files = try connection.all(
                "SELECT name, content FROM form_file WHERE organisation = ? AND form = ? AND version = ? ORDER BY name",
                [number, .text(identifier), .text(found)]
            ) { (name: $0.text(0), content: $0.blob(1)) }
            guard let workbook = files.first(where: { $0.name == Self.workbook }), let form = FormReader.read(bytes: workbook.content, name: identifier).form
            else { return nil }
            var own = AvailableForm(program: FormProgram(form), plan: FormPlan(form: form, dictionary: node.dictionary), isStandard: false, version: found)
            own.fileNames = files.map(\.name).filter { $0 != Self.workbook }
            for name in own.fileNames { own.attached[name] = try? files.first { $0.name == name }.flatMap { try FormTable(file: name, bytes: $0.content) } }
            cache.keep(own, node.organisation.number)
            return own
        }
    }

    /// What is wrong with an uploaded form, here; no errors if it can be used.
    static func check(_ bytes: [UInt8], name: String, node: Node) -> (form: FormDefinition?, problems: [FormProblem]) {
        let reading = FormReader.read(bytes: bytes, name: name)
        guard let form = reading.form else { return (nil, reading.problems) }
        let problems = reading.problems + ((try? FormChecking.problems(of: form, dictionary: node.dictionary)) ?? [])
        return (problems.contains { $0.severity == .error } ? nil : form, problems)
    }

    /// Keeps a form, or its new version. The same bytes again change nothing.
    func add(_ form: FormDefinition, bytes: [UInt8], files: [(name: String, bytes: [UInt8])], now: UInt64) throws {
        let version = [form.version, String(RandomToken.digest(String(decoding: bytes, as: UTF8.self)).prefix(4).map { String($0, radix: 16) }.joined())]
            .compactMap { $0 }.joined(separator: "-")
        try node.database.write { connection in
            let number = Value.integer(node.organisation.number)
            for (name, content) in [(name: Self.workbook, bytes: bytes)] + files {
                try connection.execute(
                    "DELETE FROM form_file WHERE organisation = ? AND form = ? AND version = ? AND name = ?",
                    [number, .text(form.identifier), .text(version), .text(name)])
                try connection.execute(
                    "INSERT INTO form_file (organisation, form, version, name, added, retired, content) VALUES (?, ?, ?, ?, ?, 0, ?)",
                    [number, .text(form.identifier), .text(version), .text(name), .integer(Int64(now)), .blob(content)])
            }
        }
        cache.forget(node.organisation.number, form.identifier)
    }

    /// Offers a form no longer. What was answered with it stays readable.
    func retire(_ identifier: String) throws {
        try node.database.write { connection in
            try connection.execute(
                "UPDATE form_file SET retired = 1 WHERE organisation = ? AND form = ?", [.integer(node.organisation.number), .text(identifier)])
        }
    }

    func file(_ identifier: String, version: String, name: String) throws -> [UInt8]? {
        try node.database.read { connection in
            try connection.first(
                "SELECT content FROM form_file WHERE organisation = ? AND form = ? AND version = ? AND name = ?",
                [.integer(node.organisation.number), .text(identifier), .text(version), .text(name)]
            ) { $0.blob(0) }
        }
    }
}

/// Forms that were read and compiled before, since reading a workbook takes longer than a page may.
final class FormCache: Sendable {
    private struct Key: Hashable {
        var organisation: Int64
        var form: String
        var version: String
    }

    private let standardForms = Mutex<[String: [AvailableForm]]>([:])
    private let ownForms = Mutex<[Key: AvailableForm]>([:])
    private let listFiles = Mutex<[[String]: FormListFile?]>([:])

    /// The standard forms for a dictionary; one that does not fit the dictionary, such as an organisation's own, is left out.
    func standard(_ dictionary: DataDictionary) -> [AvailableForm] {
        if let known = standardForms.withLock({ $0[dictionary.version] }) { return known }
        let order = ["first_contact", "rights_violation_report", "missing_worker", "arrival_hand_over", "service_and_follow_up"]
        let forms = EmbeddedFiles.under("Forms/Resources/templates/").filter { $0.key.hasSuffix(".csv") }.compactMap { name, bytes -> AvailableForm? in
            guard let form = FormReader.read(bytes: bytes, name: String(name.dropLast(4))).form else { return nil }
            let program = FormProgram(form)
            let plan = FormPlan(form: form, dictionary: dictionary)
            guard program.isUsable, !plan.problems.contains(where: { $0.severity == .error }) else { return nil }
            return AvailableForm(program: program, plan: plan, isStandard: true, version: "")
        }
        func rank(_ form: AvailableForm) -> Int { order.firstIndex(of: form.identifier) ?? order.count }
        let sorted = forms.sorted { (rank($0), $0.identifier) < (rank($1), $1.identifier) }
        standardForms.withLock { $0[dictionary.version] = sorted }
        return sorted
    }

    /// Nil for what is no list, or a short one.
    func listFile(_ list: String, language: String, _ dictionary: DataDictionary) -> FormListFile? {
        guard let vocabulary = dictionary.vocabulary(list), vocabulary.terms.count >= FormListFile.leastTerms else { return nil }
        let key = [dictionary.version, list, language]
        if let known = listFiles.withLock({ $0[key] }) { return known }
        let table = FormLists(dictionary: dictionary, language: language).table(list + ".csv")
        let file = table.map { FormListFile(list, language: language, table: $0) }
        listFiles.withLock { $0[key] = .some(file) }
        return file
    }

    func own(_ organisation: Int64, _ form: String, _ version: String) -> AvailableForm? {
        ownForms.withLock { $0[Key(organisation: organisation, form: form, version: version)] }
    }

    func keep(_ form: AvailableForm, _ organisation: Int64) {
        ownForms.withLock { forms in
            // A bound, not a policy: an organisation has few forms.
            if forms.count > 100 { forms.removeAll() }
            forms[Key(organisation: organisation, form: form.identifier, version: form.version)] = form
        }
    }

    func forget(_ organisation: Int64, _ form: String) {
        ownForms.withLock { forms in forms = forms.filter { $0.key.organisation != organisation || $0.key.form != form } }
    }
}
