extension WorkbookReading {
    /// The sheet `settings`: its first row counts.
    mutating func readSettings() {
        guard var sheet = workbook.sheets["settings"] else { return warnOfMisspelling(of: "settings") }
        // Both names of the identifier stand in some forms; the newer one counts.
        if sheet.headings.contains("form_id"), let older = sheet.headings.firstIndex(of: "id_string") {
            sheet.headings[older] = nil
            problems.append(
                FormProblem(
                    .warning, sheet: "settings", row: 1, "The sheet has both “form_id” and “id_string”; “id_string” is ignored.",
                    remedy: "Remove “id_string”."))
        }
        let table = SheetTable("settings", sheet, names: .settings, problems: &problems)
        guard let row = table.rows.first else { return }
        if let name = row.value("name") {
            form.rootName = name
            if !SheetText.isSimpleName(name.unicodeScalars) {
                problems.append(
                    FormProblem(
                        .error, sheet: "settings", row: 1, column: row.heading("name"), "“\(name)” cannot be the name of the form's root element.",
                        remedy: Self.nameRule))
            }
        }
        form.identifier = row.value("id_string") ?? form.identifier
        form.version = row.value("version")
        form.defaultLanguage = row.value("default_language") ?? form.defaultLanguage
        let titles = row.text("title", language: form.defaultLanguage)
        form.title = row.value("title") ?? titles.text(in: form.defaultLanguage, otherwise: form.defaultLanguage) ?? form.identifier
        form.titles = titles.isEmpty ? TranslatedText(plain: form.title, defaultLanguage: form.defaultLanguage) : titles
        readBehaviour(row)
        readFormat(row)
        if form.settings.omitsInstanceIdentifier, form.settings.publicKey != nil {
            problems.append(
                FormProblem(
                    .error, sheet: "settings", row: row.number, column: row.heading("omit_instanceID"),
                    "Submissions are encrypted, which needs the identifier of each filled form.", remedy: "Remove “omit_instanceID” or “public_key”."))
        }
    }

    private mutating func readBehaviour(_ row: SheetTable.Row) {
        form.settings.instanceName = row.value("instance_name")
        form.settings.style = row.value("style")
        form.settings.submissionAddress = row.value("submission_url")
        form.settings.publicKey = row.value("public_key")
        form.settings.autoSend = row.value("auto_send")
        form.settings.autoDelete = row.value("auto_delete")
        form.settings.clientEditable = YesNo.read(row.value("client_editable")) ?? false
        form.settings.allowsChoiceDuplicates = YesNo.read(row.value("allow_choice_duplicates")) ?? false
        form.settings.omitsInstanceIdentifier = YesNo.read(row.value("omit_instanceID")) ?? false
        form.settings.instanceIdentifierSource = row.value("instance_id") ?? "uid"
        form.settings.isFlat = row.value("flat") != nil
    }

    private mutating func readFormat(_ row: SheetTable.Row) {
        form.settings.instanceNamespace = row.value("instance_xmlns")
        for name in ["prefix", "delimiter"] { form.settings.compactAttributes[name] = row.value(name) }
        for pair in SheetText.words(row.value("namespaces") ?? "") {
            let parts = pair.utf8.split(separator: UInt8(ascii: "="), omittingEmptySubsequences: false).map { String(decoding: Array($0), as: UTF8.self) }
            guard parts.count == 2, !parts[0].isEmpty else { continue }
            guard SheetText.isSimpleName(parts[0].unicodeScalars), !parts[0].lowercased().hasPrefix("xml") else { continue }
            let address = String(String.UnicodeScalarView(parts[1].unicodeScalars.filter { $0 != "\"" && $0 != "'" }))
            if !address.isEmpty { form.settings.namespaces[parts[0]] = address }
        }
        form.settings.rootAttributes = row.attributes("attribute").filter { name, _ in
            XFormNamespaces.isUsable(name, declared: form.settings.namespaces)
        }
        for cell in row.cells where cell.column.path.count == 1 { form.settings.others[cell.column.path[0]] = cell.value }
    }

    static let nameRule = "Begin with a letter or underscore, and go on with letters, digits, underscores, hyphens or periods."
}
