import Formats

/// Files that travel beside the form for ODK Collect.
extension FormDefinition {
    /// `itemsets.csv`: the lists of the sheet `external_choices`, from which Collect takes the choices of `select_one_external`
    /// (<https://docs.getodk.org/form-datasets>). Nil if the form has none.
    public var itemsets: [UInt8]? {
        guard !externalChoiceLists.isEmpty else { return nil }
        let choices = externalChoiceLists.flatMap(\.choices)
        var labels: [(heading: String, language: String?)] = []
        if choices.contains(where: { $0.label.isPlain }) { labels.append(("label", nil)) }
        let translated = Set(choices.filter { !$0.label.isPlain }.flatMap { $0.label.texts.keys })
        for language in translated.sorted() { labels.append((language == TranslatedText.unnamedLanguage ? "label" : "label::\(language)", language)) }
        var extra: [String] = []
        for column in choices.flatMap(\.extra) where !extra.contains(column.name) { extra.append(column.name) }
        var writer = CSVWriter(lineEnd: .lineFeed)
        writer.write(["list_name", "name"] + labels.map(\.heading) + extra)
        for list in externalChoiceLists {
            for choice in list.choices {
                let texts = labels.map { label in
                    label.language.map { choice.label.isPlain ? "" : choice.label[$0] ?? "" }
                        ?? (choice.label.isPlain ? choice.label.texts.values.first ?? "" : "")
                }
                writer.write([list.name, choice.name] + texts + extra.map { choice.value(ofColumn: $0) ?? "" })
            }
        }
        return writer.bytes
    }

    /// The names of files that lists are taken from: of selects from files, external instances, `pulldata` and `search()`.
    public var listFiles: [String] {
        var files: [String] = []
        func add(_ name: String) { if !files.contains(name), !name.utf8.contains(UInt8(ascii: "/")) { files.append(name) } }
        for instance in SecondaryInstances(self).instances {
            guard let address = instance.address, address.hasPrefix("jr://file"), let name = address.split(separator: "/").last else { continue }
            add(String(name))
        }
        forEachNode { node, _ in
            guard let arguments = node.searchArguments, case .call(_, let parsed)? = try? ExpressionParser.parse("concat(\(arguments))"),
                case .text(let name)? = parsed.first
            else { return }
            add(name.hasSuffix(".csv") ? name : name + ".csv")
        }
        return files
    }
}

extension FormTable {
    /// As a CSV file.
    public var csv: [UInt8] {
        var writer = CSVWriter(lineEnd: .lineFeed)
        writer.write(columns)
        for row in rows { writer.write(row) }
        return writer.bytes
    }
}
