import App
import ArgumentParser
import Dictionary
import Formats
import Foundation

struct DictionaryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dictionary", abstract: "Look into the data dictionary.", subcommands: [List.self, Show.self, Check.self, Export.self])

    /// The standard dictionary, or a node's with its local parts.
    struct Source: ParsableArguments {
        @Option(name: .long, help: ArgumentHelp("A node's folder, to include its local fields and lists.", valueName: "DIR"))
        var data: String?

        func load() throws -> DataDictionary {
            guard let data else { return try DataDictionary.standard() }
            return try Node.loadDictionary(folder: URL(filePath: data))
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List record kinds, fields and vocabularies.")
        @OptionGroup var source: Source
        @Flag(name: .long, help: "Only fields that cases can be counted by.")
        var countable = false
        @OptionGroup var output: JSONOption

        func run() throws {
            let dictionary = try source.load()
            let fields = dictionary.fields.filter { !countable || $0.isCountable }
            if output.json {
                Console.json([
                    "version": .string(dictionary.version), "records": .array(dictionary.records.map { .string($0.name) }),
                    "fields": .array(fields.map { .object($0.json) }), "vocabularies": .array(dictionary.vocabularies.map { .string($0.name) }),
                ])
                return
            }
            Console.line("Dictionary \(dictionary.version)\n")
            Console.table(
                ["field", "type", "list", "sensitivity", "label"],
                fields.map { [$0.fullName, $0.type.rawValue + ($0.multiple ? " (several)" : ""), $0.vocabulary ?? "", $0.sensitivity.rawValue, $0.label()] })
            guard !countable else { return }
            Console.line()
            Console.table(["list", "codes", "label"], dictionary.vocabularies.map { [$0.name, String($0.terms.count), $0.label()] })
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show a record kind, a field or a vocabulary.")
        @Argument(help: ArgumentHelp("Such as violation, person.sex or violation-type.", valueName: "NAME"))
        var name: String
        @OptionGroup var source: Source
        @OptionGroup var output: JSONOption

        func run() throws {
            let dictionary = try source.load()
            if let kind = dictionary.record(name) {
                let fields = dictionary.fields(of: name)
                if output.json {
                    Console.json(["record": .string(kind.name), "definition": .string(kind.definition), "fields": .array(fields.map { .object($0.json) })])
                } else {
                    Console.line("\(kind.label()): \(kind.definition)\n")
                    Console.table(
                        ["field", "type", "list", "sensitivity", "definition"],
                        fields.map { [$0.name, $0.type.rawValue, $0.vocabulary ?? "", $0.sensitivity.rawValue, $0.definition] })
                }
            } else if let vocabulary = dictionary.vocabulary(name) {
                if output.json {
                    Console.json([
                        "vocabulary": .string(vocabulary.name), "definition": .string(vocabulary.definition),
                        "terms": .array(vocabulary.terms.map { .object($0.json) }),
                    ])
                } else {
                    Console.line("\(vocabulary.label()): \(vocabulary.definition)\nSource: \(vocabulary.source)\n")
                    Console.table(["code", "under", "label", "definition"], vocabulary.terms.map { [$0.code, $0.parent ?? "", $0.label(), $0.definition] })
                }
            } else {
                let field = try dictionary.resolve(name)
                if output.json {
                    Console.json(field.json)
                } else {
                    Console.line("\(field.fullName): \(field.label())\n\(field.definition)")
                    Console.line("Type \(field.type.rawValue), \(field.sensitivity.rawValue)\(field.vocabulary.map { ", list \($0)" } ?? "")")
                    if !field.htcds.isEmpty { Console.line("HTCDS 2.0: \(field.htcds.joined(separator: ", "))") }
                    if !field.huridocs.isEmpty { Console.line("HURIDOCS events: \(field.huridocs.joined(separator: ", "))") }
                }
            }
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Find gaps and errors in the dictionary.")
        @OptionGroup var source: Source
        @OptionGroup var output: JSONOption

        func run() throws {
            let findings = try DictionaryChecking.findings(folder: source.data.map { URL(filePath: $0) })
            let errors = findings.filter { $0.severity == .error }.count
            let dictionary = errors == 0 ? try source.load() : nil
            let coverage = dictionary.map { dictionary in dictionary.languages.map { LabelCoverage(of: dictionary, language: $0) } } ?? []
            if output.json {
                Console.json([
                    "errors": .integer(Int64(errors)), "warnings": .integer(Int64(findings.count - errors)),
                    "findings": .array(findings.map { .string($0.description) }), "labels": .array(coverage.map { .object($0.json) }),
                ])
            } else {
                for finding in findings { Console.line(finding.description) }
                if !coverage.isEmpty {
                    Console.table(
                        ["labels in", "kinds", "fields", "lists", "codes", "codes of published lists"],
                        coverage.map { [$0.language] + $0.shares.map(\.share.description) })
                    Console.line()
                }
                Console.line(findings.isEmpty ? "The dictionary has no gaps and no errors." : "\(errors) errors, \(findings.count - errors) warnings.")
            }
            if errors > 0 { throw ExitCode.failure }
        }
    }

    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Write all fields, or one vocabulary, as CSV.")
        @OptionGroup var source: Source
        @Option(name: .long, help: ArgumentHelp("A vocabulary; without it the fields are written.", valueName: "NAME"))
        var vocabulary: String?
        @Option(name: .long, help: ArgumentHelp("The file to write; without it standard output.", valueName: "FILE"))
        var output: String?

        func run() throws {
            let dictionary = try source.load()
            var writer = CSVWriter()
            if let vocabulary {
                guard let list = dictionary.vocabulary(vocabulary) else {
                    throw AppError("There is no vocabulary «\(vocabulary)». See: corridor dictionary list")
                }
                writer.write(["code", "parent", "label_en", "definition"])
                for term in list.terms { writer.write([term.code, term.parent ?? "", term.label(), term.definition]) }
            } else {
                writer.write(["field", "type", "multiple", "vocabulary", "target", "sensitivity", "label_en", "definition", "htcds", "huridocs"])
                for field in dictionary.fields {
                    writer.write([
                        field.fullName, field.type.rawValue, field.multiple ? "yes" : "no", field.vocabulary ?? "", field.target.joined(separator: "|"),
                        field.sensitivity.rawValue, field.label(), field.definition, field.htcds.joined(separator: "|"), field.huridocs.joined(separator: "|"),
                    ])
                }
            }
            let bytes = Data(writer.takeBytes())
            if let output { try bytes.write(to: URL(filePath: output)) } else { Console.write(bytes) }
        }
    }
}

extension Field {
    fileprivate var json: JSONObject {
        [
            "field": .string(fullName), "type": .string(type.rawValue), "multiple": .bool(multiple), "vocabulary": vocabulary.map { .string($0) } ?? .null,
            "sensitivity": .string(sensitivity.rawValue), "label": .string(label()), "definition": .string(definition),
            "htcds": .array(htcds.map { .string($0) }), "huridocs": .array(huridocs.map { .string($0) }),
        ]
    }
}

extension LabelCoverage {
    fileprivate var shares: [(name: String, share: Share)] {
        [("kinds", kinds), ("fields", fields), ("lists", lists), ("codes", codes), ("published", publishedCodes)]
    }

    fileprivate var json: JSONObject {
        var json: JSONObject = ["language": .string(language)]
        for (name, share) in shares {
            json[name] = .object(["labelled": .integer(Int64(share.labelled)), "wanted": .integer(Int64(share.wanted))])
        }
        return json
    }
}

extension Term {
    fileprivate var json: JSONObject {
        ["code": .string(code), "parent": parent.map { .string($0) } ?? .null, "label": .string(label()), "definition": .string(definition)]
    }
}
