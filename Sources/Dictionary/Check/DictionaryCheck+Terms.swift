extension DictionaryCheck {
    mutating func checkVocabularies(_ table: DictionaryTable) {
        guard require(DictionaryFile.vocabularyColumns, in: table) else { return }
        checkLabels(table, name: "vocabulary")
        for row in table.rows {
            let name = table.cell(row, "vocabulary")
            checkName(name, isNew: vocabularyNames.insert(name).inserted, table, row, column: "vocabulary")
            checkDefinition(table, row, of: name)
            // A malformed name was reported, and is no path to read.
            if !CodeSyntax.isName(name) { continue }
            if files(DictionaryFile.terms(of: name)) == nil {
                report(
                    .missingFile, table.file, row, column: "vocabulary", "The list “\(name)” has no file \(DictionaryFile.terms(of: name)).",
                    "Add the file, or remove the row.")
            } else {
                checkTerms(of: name, parents: [])
            }
        }
    }

    /// A list that no field uses is not wrong, only of no use.
    mutating func checkUse(_ table: DictionaryTable) {
        for row in table.rows {
            let name = table.cell(row, "vocabulary")
            if !usedVocabularies.contains(name) {
                report(
                    .unusedVocabulary, table.file, row, column: "vocabulary", "No field uses the list “\(name)”.",
                    "Name it in fields.csv, or remove it.")
            }
        }
    }

    /// `parents`: codes of the standard below which a local file may add.
    mutating func checkTerms(of vocabulary: String, parents: Set<String>) {
        guard let table = table(DictionaryFile.terms(of: vocabulary)), require(DictionaryFile.termColumns, in: table) else { return }
        checkLabels(table, name: "code")
        var parentOf: [String: String] = [:]
        var seen: Set<String> = []
        // A list without any definition is one of an outside standard, which has them.
        let isDefined = table.rows.contains { !table.cell($0, "definition").isEmpty }
        for row in table.rows {
            let code = table.cell(row, "code")
            if !CodeSyntax.isCode(code) {
                report(
                    .malformedCode, table.file, row, column: "code", "“\(ValueError.excerpt(code))” is not written as a code.",
                    "Write lower-case words joined by hyphens, or the code of a standard.")
            }
            if !seen.insert(code).inserted {
                report(.duplicateCode, table.file, row, column: "code", "The code “\(code)” is in the list twice.", "Remove or rename one.")
            }
            parentOf[code] = table.cell(row, "parent")
            if isDefined { checkDefinition(table, row, of: code) }
            checkFlag(table, row, "deprecated")
        }
        checkParents(table, parentOf, parents)
        checkExclusions(table, seen.union(parents))
        checkHTCDS(table)
        checkHURIDOCS(table)
        checkSpellings(of: vocabulary, codes: seen.union(parents))
    }

    /// What is also written for a code belongs to a code of the list.
    private mutating func checkSpellings(of vocabulary: String, codes: Set<String>) {
        let path = DictionaryFile.spellings(of: vocabulary)
        guard files(path) != nil, let table = table(path), require(DictionaryFile.spellingColumns, in: table) else { return }
        for row in table.rows where !codes.contains(table.cell(row, "code")) {
            report(
                .unknownLabel, table.file, row, column: "code", "The list “\(vocabulary)” has no code “\(ValueError.excerpt(table.cell(row, "code")))”.",
                "Correct the code, or remove the row.")
        }
    }

    private mutating func checkExclusions(_ table: DictionaryTable, _ codes: Set<String>) {
        for row in table.rows {
            for excluded in DictionaryFile.split(table.cell(row, "excludes")) where excluded != "*" && !codes.contains(excluded) {
                report(
                    .unknownExclusion, table.file, row, column: "excludes", "The list has no code “\(ValueError.excerpt(excluded))”.",
                    "Correct the code, or write * for all others.")
            }
        }
    }

    private mutating func checkParents(_ table: DictionaryTable, _ parentOf: [String: String], _ others: Set<String>) {
        for row in table.rows {
            let code = table.cell(row, "code")
            let parent = table.cell(row, "parent")
            if parent.isEmpty { continue }
            if parentOf[parent] == nil && !others.contains(parent) {
                report(
                    .unknownParent, table.file, row, column: "parent", "“\(code)” stands below “\(parent)”, which the list does not have.",
                    "Correct the parent, or add it.")
                continue
            }
            var passed: Set<String> = [code]
            var next = parent
            while !next.isEmpty, passed.insert(next).inserted { next = parentOf[next] ?? "" }
            if next == code {
                report(
                    .parentCycle, table.file, row, column: "parent", "“\(code)” stands below itself.", "Empty the parent of the broadest code.")
            }
        }
    }

    private mutating func checkHTCDS(_ table: DictionaryTable) {
        var claimed: [Term.HTCDSValue: String] = [:]
        for row in table.rows {
            let code = table.cell(row, "code")
            for text in DictionaryFile.split(table.cell(row, "htcds")) {
                guard let value = Term.HTCDSValue(text) else {
                    report(
                        .malformedEquivalent, table.file, row, column: "htcds", "“\(text)” is not written as field=value.",
                        "Write it as prs_Gender=Feminine.")
                    continue
                }
                if !references.hasHTCDS(value) {
                    report(
                        .unknownHTCDS, table.file, row, column: "htcds", "HTCDS 2.0 has no value “\(text)”.", "Correct it, or empty the cell.")
                }
                if let other = claimed[value] {
                    report(
                        .sharedHTCDSValue, table.file, row, column: "htcds",
                        "“\(code)” and “\(other)” both stand for \(text), so that an import cannot tell which is meant.",
                        "Leave it with one of them if the other is not needed for export.")
                } else {
                    claimed[value] = code
                }
            }
        }
    }

    private mutating func checkHURIDOCS(_ table: DictionaryTable) {
        for row in table.rows {
            for text in DictionaryFile.split(table.cell(row, "huridocs")) {
                guard let pair = Term.HURIDOCSCode(text) else {
                    report(
                        .malformedEquivalent, table.file, row, column: "huridocs", "“\(text)” is not written as list/code.",
                        "Write the number of the micro-thesaurus and its code, such as 1/010204210301.")
                    continue
                }
                if !references.hasHURIDOCS(list: pair.list, code: pair.code) {
                    report(
                        .unknownHURIDOCS, table.file, row, column: "huridocs", "The micro-thesauri have no code “\(text)”.",
                        "Correct it, or empty the cell.")
                }
            }
        }
    }
}
