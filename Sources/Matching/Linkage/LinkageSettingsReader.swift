import Formats
import Foundation
import Yams

extension LinkageSettings {
    /// Reads a model file; `Docs/linkage.md` describes it.
    /// - Throws: ``LinkageError/invalidSetting(name:why:)`` with the name of the setting and the remedy.
    public static func read(_ file: URL) throws -> LinkageSettings {
        let text: String
        do {
            text = try String(contentsOf: file, encoding: .utf8)
        } catch {
            throw LinkageError.invalidSetting(name: file.lastPathComponent, why: "it cannot be read: \(error.localizedDescription)")
        }
        return try parse(text)
    }

    static func parse(_ text: String) throws(LinkageError) -> LinkageSettings {
        let node: Node?
        do {
            node = try Yams.compose(yaml: text)
        } catch {
            throw .invalidSetting(name: "the file", why: "it is no YAML: \(error)")
        }
        var settings = LinkageSettings()
        guard let node else { return settings }
        guard let mapping = node.mapping else { throw .invalidSetting(name: "the file", why: "expected names of settings with their values.") }
        for (key, value) in mapping {
            switch key.string {
            case "columns": settings.columns = try columns(value)
            case "blocking": settings.blocking = try blocking(value)
            case "threshold":
                guard let threshold = value.float, (0...1).contains(threshold) else {
                    throw .invalidSetting(name: "threshold", why: "a probability from 0 to 1 is needed.")
                }
                settings.threshold = threshold
            case "one-to-one":
                guard let oneToOne = value.bool else { throw .invalidSetting(name: "one-to-one", why: "write true or false.") }
                settings.oneToOne = oneToOne
            case "ages-told-in":
                guard let year = value.int, (1_900...2_200).contains(year) else { throw .invalidSetting(name: "ages-told-in", why: "a year of four digits is needed.") }
                settings.referenceYear = year
            case "encoding": settings.encodings = try encodings(value)
            default:
                throw .invalidSetting(name: key.string ?? "?", why: "there is no such setting. There are: columns, blocking, threshold, one-to-one, ages-told-in, encoding.")
            }
        }
        return settings
    }

    /// One encoding, or a list of one for each file.
    private static func encodings(_ node: Node) throws(LinkageError) -> [CSVDialect.Encoding] {
        let names = node.sequence.map { $0.map { $0.string ?? "" } } ?? [node.string ?? ""]
        var encodings: [CSVDialect.Encoding] = []
        for name in names {
            guard let encoding = CSVDialect.Encoding(named: name) else {
                let known = CSVDialect.Encoding.allCases.map(\.rawValue).joined(separator: ", ")
                throw .invalidSetting(name: "encoding", why: "“\(name)” is no encoding that is read. There are: \(known).")
            }
            encodings.append(encoding)
        }
        return encodings
    }

    private static func columns(_ node: Node) throws(LinkageError) -> [String: ColumnSetting] {
        guard let mapping = node.mapping else { throw .invalidSetting(name: "columns", why: "expected a name of a column on each line.") }
        var columns: [String: ColumnSetting] = [:]
        for (key, value) in mapping {
            let name = key.string ?? ""
            if let short = value.string, value.mapping == nil {
                columns[name] = ColumnSetting(meaning: try meaning(short, name))
                continue
            }
            guard let entries = value.mapping else {
                throw .invalidSetting(name: "columns → \(name)", why: "expected a meaning, or means, compare and second.")
            }
            var setting = ColumnSetting()
            for (entry, content) in entries {
                switch entry.string {
                case "means": setting.meaning = try meaning(content.string ?? "", name)
                case "compare": setting.comparison = try comparison(content.string ?? "", name)
                case "second": setting.second = content.string
                default:
                    throw .invalidSetting(
                        name: "columns → \(name) → \(entry.string ?? "?")", why: "there is no such setting. There are: means, compare, second.")
                }
            }
            columns[name] = setting
        }
        return columns
    }

    private static func meaning(_ text: String, _ column: String) throws(LinkageError) -> ColumnMeaning {
        if let meaning = ColumnMeaning(rawValue: text) { return meaning }
        throw .invalidSetting(
            name: "columns → \(column)", why: "“\(text)” is no meaning. There are: \(ColumnMeaning.allCases.map(\.rawValue).joined(separator: ", ")).")
    }

    private static func comparison(_ text: String, _ column: String) throws(LinkageError) -> ComparisonKind {
        if let kind = ComparisonKind(rawValue: text) { return kind }
        throw .invalidSetting(
            name: "columns → \(column) → compare",
            why: "“\(text)” is no comparison. There are: \(ComparisonKind.allCases.map(\.rawValue).joined(separator: ", ")).")
    }

    private static func blocking(_ node: Node) throws(LinkageError) -> [[String]] {
        guard let rules = node.sequence else { throw .invalidSetting(name: "blocking", why: "expected a list of rules, each a list of columns.") }
        var blocking: [[String]] = []
        for rule in rules {
            let names = rule.sequence.map { $0.compactMap(\.string) } ?? rule.string.map { [$0] } ?? []
            if names.isEmpty { throw .invalidSetting(name: "blocking", why: "a rule names at least one column.") }
            blocking.append(names)
        }
        return blocking
    }
}
