import Dictionary
import Interchange

/// A need as the fields of a form.
enum NeedForm {
    static let names = ["types", "country", "locality", "nationality", "sex", "sector", "documented", "languages", "urgent"]

    /// Codes that no list of the dictionary has are passed over.
    static func read(_ form: FormFields, _ dictionary: DataDictionary) -> DirectoryNeed {
        func codes(_ name: String, _ vocabulary: String) -> [String] {
            form.all(name).filter { dictionary.vocabulary(vocabulary)?.contains($0) == true }
        }
        var need = DirectoryNeed()
        need.types = codes("types", "service-type")
        need.country = codes("country", "country").first
        need.locality = form.text("locality").map { written in (try? NeedReader.standard().town(writtenAs: written)) ?? written }
        need.nationality = codes("nationality", "country").first
        need.sex = codes("sex", "sex").first
        need.sector = codes("sector", "work-sector").first
        need.isDocumented = form.text("documented").map { $0 == "yes" }
        need.languages = codes("languages", "language")
        need.isUrgent = form.isTicked("urgent")
        return need
    }

    /// - Parameter language: in which a town is named.
    static func fields(_ need: DirectoryNeed, sentence: String, _ language: String) -> FormFields {
        let locality = need.locality.map { town in (try? NeedReader.standard().name(ofTown: town, language)) ?? town }
        var items = [FormFields.Item(name: "sentence", value: sentence)]
        items += need.types.map { .init(name: "types", value: $0) } + need.languages.map { .init(name: "languages", value: $0) }
        let single = [("country", need.country), ("locality", locality), ("nationality", need.nationality), ("sex", need.sex), ("sector", need.sector)]
        for case (let name, let value?) in single { items.append(.init(name: name, value: value)) }
        if let isDocumented = need.isDocumented { items.append(.init(name: "documented", value: isDocumented ? "yes" : "no")) }
        if need.isUrgent { items.append(.init(name: "urgent", value: "yes")) }
        return FormFields(items: items)
    }

    /// The structured fields.
    static func write(_ html: inout HTMLWriter, _ controls: FormControls, _ dictionary: DataDictionary) {
        let translator = controls.translator
        func options(_ vocabulary: String) -> [FormControls.Option] {
            (dictionary.vocabulary(vocabulary)?.offered(translator.language) ?? []).map { .init(value: $0.code, label: $0.label(translator.language)) }
        }
        controls.select(&html, "types", label: translator("directory.need.types"), options: options("service-type"), .init(isMultiple: true))
        controls.select(&html, "country", label: translator("directory.need.country"), options: options("country"))
        controls.text(&html, "locality", label: translator("directory.need.locality"))
        controls.select(&html, "nationality", label: translator("directory.need.nationality"), options: options("country"))
        controls.select(&html, "sex", label: translator("directory.need.sex"), options: options("sex"))
        controls.select(&html, "sector", label: translator("directory.need.sector"), options: options("work-sector"))
        controls.select(
            &html, "documented", label: translator("directory.need.documented"),
            options: ["yes", "no"].map { .init(value: $0, label: translator("directory.need.documented.\($0)")) })
        let frequent = (dictionary.vocabulary("language")?.offered(translator.language) ?? []).filter { $0.extra["frequent"]?.isEmpty == false }
        controls.select(
            &html, "languages", label: translator("directory.need.languages"),
            options: frequent.map { .init(value: $0.code, label: $0.label(translator.language)) }, .init(isMultiple: true))
        controls.choices(
            &html, "urgent", label: translator("directory.need.when"), options: [.init(value: "yes", label: translator("directory.need.urgent"))])
    }
}
