import Entitlements
import Formats
import Foundation
import TestSupport
import Testing

/// `Docs/facts.schema.json` documents what the reader knows: the examples follow it, and every fact of it is read without a complaint.
@Suite struct SchemaTests {
    private static let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private func json(_ path: String) throws -> JSONValue { try JSONValue.parse([UInt8](Data(contentsOf: Self.project.appending(path: path)))) }

    @Test func examplesFollowTheSchema() throws {
        let schema = try json("Docs/facts.schema.json")
        for example in try #require(try json("Tests/EntitlementsTests/published-examples.json").array) {
            let facts = try #require(example["facts"])
            #expect(Validation(root: schema).faults(facts, schema) == [])
        }
        #expect(Validation(root: schema).faults(try json("Docs/examples/facts.json"), schema) == [])
        // What is wrong must be found, or the test above would show nothing.
        for wrong in [
            #"{}"#, #"{"country":"Qatar"}"#, #"{"country":"QA","ending":"sacked"}"#, #"{"country":"QA","start":"yesterday"}"#,
            #"{"country":"QA","wage":{"basic":"-1"}}"#, #"{"country":"QA","wages":{"basic":"900"}}"#, #"{"country":"QA","wage":{"bassic":"900"}}"#,
            #"{"country":"QA","hoursPerWeek":140}"#, #"{"country":"QA","hoursPerWeek":"99"}"#, #"{"country":"QA","hoursPerDay":0}"#,
            #"{"country":"QA","age":7}"#, #"{"country":"QA","injury":{"percent":130}}"#, #"{"country":"QA","injury":{"treatment":{"begin":"2024-01-01"}}}"#,
            #"{"workers":[]}"#,
        ] {
            #expect(Validation(root: schema).faults(try JSONValue.parse([UInt8](wrong.utf8)), schema) != [])
        }
    }

    @Test func everyFactOfTheSchemaIsKnownToTheReader() throws {
        let schema = try json("Docs/facts.schema.json")
        let properties = try #require(schema["properties"]?.object)
        for member in properties.members where member.name != "workers" {
            var facts = JSONObject()
            facts["country"] = .string("QA")
            facts["category"] = .string("private")
            if facts[member.name] == nil { facts[member.name] = .null }
            let problems = FactsReader.read(.object(facts)).problems
            #expect(problems.isEmpty, "\(member.name): \(problems.map(\.sentence))")
        }
    }

    /// Hundreds of files made up from the schema itself follow it, are read without a word that the reader does not know, and give a claim or a sentence; the claim follows
    /// its own schema.
    @Test func madeUpFactsAreReadAndAnswered() throws {
        let (schema, answers) = (try json("Docs/facts.schema.json"), try json("Docs/claim.schema.json"))
        let phrases = try #require(Phrases.standard("en"))
        var maker = FactMaker(root: schema, random: SeededGenerator(seed: 64))
        let wrong: Set<String> = [
            "problem.unknown-member", "problem.number", "problem.choice", "problem.flag", "problem.list", "problem.member-object", "problem.date",
            "problem.object",
        ]
        var withHeads = 0
        for _ in 0..<300 {
            let made = maker.object(schema, chance: 35)
            var facts = try #require(made)
            facts["workers"] = nil
            facts["country"] = .string(["QA", "SA", "AE", "KW", "BH", "OM", "JO", "LB", "MY", "SG", "HK"].randomElement(using: &maker.random) ?? "QA")
            #expect(Validation(root: schema).faults(.object(facts), schema) == [])
            let problems = FactsReader.read(.object(facts)).problems
            let unread = problems.filter { wrong.contains($0.sentence.phrase) }
            #expect(unread.isEmpty, "\(unread.map { "\($0.field) \($0.sentence)" }) in \(JSONValue.object(facts).prettyPrinted())")
            let answer = try Claims.answer(JSONValue.object(facts).prettyPrinted())
            for claim in answer.claims {
                if !claim.heads.isEmpty { withHeads += 1 }
                #expect(Validation(root: answers).faults(.object(claim.json(phrases)), answers) == [])
            }
        }
        #expect(withHeads > 150, "facts that give no head would show nothing: \(withHeads)")
    }

    /// A misspelt fact within an entry would silently be left out of the claim: each must be named, and each that the schema knows must not be.
    @Test(arguments: [
        ("wage", "{\"basic\":\"900\",%}"), ("contract", "{%}"), ("provided", "{%}"), ("ticket", "{%}"), ("injury", "{%}"), ("service", "{\"years\":3,%}"),
        ("agreed", "[{%}]"), ("deductions", "[{\"amount\":\"5\",%}]"), ("overtime", "[{\"date\":\"2023-02-03\",\"hours\":2,%}]"),
        ("unpaidPeriods", "[{\"month\":\"2023-02\",%}]"),
    ])
    func everyMemberOfAnEntryIsKnown(fact: String, entry: String) throws {
        let schema = try json("Docs/facts.schema.json")
        let shapes = shapes(try #require(schema["properties"]?[fact]), schema)
        let names = shapes.flatMap { $0["properties"]?.object?.members.map(\.name) ?? [] }
        #expect(!names.isEmpty && shapes.contains { $0["additionalProperties"] == .bool(false) })
        for name in names + ["mispelt"] where !entry.contains("\"\(name)\"") {
            let text = "{\"country\":\"QA\",\"category\":\"private\",\"\(fact)\":\(entry.replacingOccurrences(of: "%", with: "\"\(name)\":null"))}"
            let unknown = FactsReader.read(try JSONValue.parse([UInt8](text.utf8))).problems.filter { $0.sentence.phrase == "problem.unknown-member" }
            #expect(unknown.count == (name == "mispelt" ? 1 : 0), "\(fact).\(name)")
        }
    }

    /// The objects that a part of the schema allows, through references, choices and lists.
    private func shapes(_ part: JSONValue, _ root: JSONValue) -> [JSONValue] {
        if let reference = part["$ref"]?.string {
            return reference.split(separator: "/").dropFirst().reduce(Optional(root)) { $0?[String($1)] }.map { shapes($0, root) } ?? []
        }
        if let choices = part["anyOf"]?.array { return choices.flatMap { shapes($0, root) } }
        if let items = part["items"] { return shapes(items, root) }
        return part["properties"] == nil ? [] : [part]
    }

    @Test func answersFollowTheirSchema() throws {
        let schema = try json("Docs/claim.schema.json")
        let phrases = try #require(Phrases.standard("en"))
        let dead = #"{"country":"AE","start":"2020-01-01","end":"2024-05-05","ending":"death","wage":{"basic":"2000"},"passportKept":true,"hoursPerWeek":60}"#
        let examples = try #require(try json("Tests/EntitlementsTests/published-examples.json").array).compactMap { $0["facts"] }
        for facts in try examples + [JSONValue.parse([UInt8](dead.utf8))] {
            let claim = try #require(try Claims.answer(String(decoding: facts.canonicalBytes(), as: UTF8.self)).claims.first)
            #expect(Validation(root: schema).faults(.object(claim.json(phrases)), schema) == [])
        }
        #expect(Validation(root: schema).faults(try JSONValue.parse([UInt8](#"{"currency":"QAR","heads":[{"head":"x"}]}"#.utf8)), schema) != [])
        #expect(Validation(root: schema).faults(try JSONValue.parse([UInt8](#"{"workers":[],"totals":{"QAR":5},"problems":[]}"#.utf8)), schema) != [])
    }

    /// Both schemas name every member, so that one that is missing from them is found; lists of workers follow the whole.
    @Test(arguments: ["Docs/facts.schema.json", "Docs/claim.schema.json"])
    func theSchemasAreClosed(_ path: String) throws {
        func open(_ part: JSONValue, _ place: String) -> [String] {
            let own = part["properties"] != nil && part["type"]?.string == "object" && part["additionalProperties"] == nil ? [place] : []
            let members = part.object?.members.flatMap { open($0.value, "\(place).\($0.name)") } ?? []
            return own + members + (part.array ?? []).enumerated().flatMap { open($1, "\(place)[\($0)]") }
        }
        #expect(try open(json(path), "").filter { !$0.contains("events") } == [])
    }

    /// The example of a file of facts that the page on the engine prints.
    @Test func examplesOnThePageFollowTheSchema() throws {
        let schema = try json("Docs/facts.schema.json")
        let page = String(decoding: try Data(contentsOf: Self.project.appending(path: "Docs/entitlements.md")), as: UTF8.self)
        let blocks = page.components(separatedBy: "```").enumerated().filter { $0.offset % 2 == 1 && $0.element.hasPrefix("json\n") }.map { $0.element.dropFirst(5) }
        #expect(!blocks.isEmpty)
        for block in blocks {
            let facts = try JSONValue.parse([UInt8](block.utf8))
            #expect(Validation(root: schema).faults(facts, schema) == [], "\(block)")
            #expect(try !Claims.answer(String(block)).claims.isEmpty, "\(block)")
        }
    }

    @Test func theExampleIsComputed() throws {
        let bytes = try [UInt8](Data(contentsOf: Self.project.appending(path: "Docs/examples/facts.json")))
        let claim = try #require(try Claims.answer(String(decoding: bytes, as: UTF8.self)).claims.first)
        #expect(claim.problems.isEmpty && claim.total > 0)
    }
}

/// Makes values that a schema allows.
private struct FactMaker {
    let root: JSONValue
    var random: SeededGenerator

    /// - Parameter chance: in percent, of each member that may be left out.
    mutating func object(_ schema: JSONValue, chance: Int) -> JSONObject? {
        guard let properties = schema["properties"]?.object else { return nil }
        let required = Set(schema["required"]?.array?.compactMap(\.string) ?? [])
        var object = JSONObject()
        for member in properties.members where required.contains(member.name) || Int.random(in: 1...100, using: &random) <= chance {
            object[member.name] = value(member.value)
        }
        return object
    }

    mutating func value(_ schema: JSONValue) -> JSONValue {
        if let reference = schema["$ref"]?.string {
            return reference.split(separator: "/").dropFirst().reduce(Optional(root)) { $0?[String($1)] }.map { value($0) } ?? .null
        }
        if let choice = schema["anyOf"]?.array?.randomElement(using: &random) { return value(choice) }
        if let choice = schema["enum"]?.array?.randomElement(using: &random) { return choice }
        switch schema["type"]?.string {
        case "object": return .object(object(schema, chance: 50) ?? JSONObject())
        case "array": return .array((0..<Int.random(in: 1...3, using: &random)).map { _ in value(schema["items"] ?? .null) })
        case "boolean": return .bool(Bool.random(using: &random))
        case "integer", "number": return number(schema)
        default: return .string(text(schema["pattern"]?.string ?? ""))
        }
    }

    private mutating func number(_ schema: JSONValue) -> JSONValue {
        let least = schema["minimum"]?.integer ?? 1
        return .integer(Int64.random(in: max(least, 1)...min(schema["maximum"]?.integer ?? 60, 60), using: &random))
    }

    /// Texts by what the patterns of the schema are for.
    private mutating func text(_ pattern: String) -> String {
        let year = Int.random(in: 2012...2025, using: &random)
        let month = String(Int.random(in: 101...112, using: &random)).dropFirst()
        let day = String(Int.random(in: 101...128, using: &random)).dropFirst()
        let number = Int.random(in: 1...12, using: &random)
        if pattern.hasPrefix("^[A-Z]{2}") { return "KW" }
        if pattern.hasPrefix("^[A-Z]{3}") || pattern.hasPrefix("^[A-Za-z]{3}") { return ["KWD", "USD", "QAR", "NPR"].randomElement(using: &random) ?? "USD" }
        if pattern.hasPrefix("^[0-9]{4}-[0-9]{2}-[0-9]{2}$") { return "\(year)-\(month)-\(day)" }
        if pattern.hasPrefix("^[0-9]{4}-[0-9]{2}$") { return "\(year)-\(month)" }
        if pattern.hasPrefix("^[0-9]{4}") { return ["\(year)", "\(year)-\(month)"].randomElement(using: &random) ?? "\(year)" }
        if pattern.hasPrefix("^([1-9][0-9]") { return "\(number + 20)" }
        return pattern.isEmpty ? "words" : "\(number)"
    }
}

/// The parts of JSON Schema that the schema uses.
private struct Validation {
    let root: JSONValue

    func faults(_ value: JSONValue, _ schema: JSONValue, _ place: String = "") -> [String] {
        if let reference = schema["$ref"]?.string {
            let target = reference.split(separator: "/").dropFirst().reduce(Optional(root)) { $0?[String($1)] }
            guard let target else { return ["\(place): \(reference)"] }
            return faults(value, target, place)
        }
        if let choices = schema["anyOf"]?.array, !choices.contains(where: { faults(value, $0, place).isEmpty }) { return ["\(place): none of the choices"] }
        if let choices = schema["enum"]?.array, !choices.contains(value) { return ["\(place): not in the list"] }
        if let type = schema["type"]?.string, !has(value, type) { return ["\(place): not \(type)"] }
        if let pattern = schema["pattern"]?.string, let text = value.string, text.range(of: pattern, options: .regularExpression) == nil {
            return ["\(place): \(text)"]
        }
        if let minimum = schema["minimum"]?.integer, let number = value.integer, number < minimum { return ["\(place): too small"] }
        if let maximum = schema["maximum"]?.integer, let number = value.integer, number > maximum { return ["\(place): too large"] }
        if let minimum = schema["exclusiveMinimum"]?.integer, let number = value.integer, number <= minimum { return ["\(place): too small"] }
        return members(value, schema, place) + elements(value, schema, place)
    }

    private func has(_ value: JSONValue, _ type: String) -> Bool {
        switch (type, value) {
        case ("null", .null), ("object", .object), ("array", .array), ("string", .string), ("boolean", .bool), ("integer", .integer), ("number", .integer),
            ("number", .number):
            true
        default: false
        }
    }

    private func members(_ value: JSONValue, _ schema: JSONValue, _ place: String) -> [String] {
        guard let object = value.object else { return [] }
        let missing = (schema["required"]?.array ?? []).compactMap(\.string).filter { object[$0] == nil }.map { "\(place): \($0) is missing" }
        return missing
            + object.members.flatMap { member in
                if let known = schema["properties"]?[member.name] { return faults(member.value, known, "\(place).\(member.name)") }
                if let others = schema["additionalProperties"], others.object != nil { return faults(member.value, others, "\(place).\(member.name)") }
                return schema["additionalProperties"] == .bool(false) ? ["\(place).\(member.name): not known"] : []
            }
    }

    private func elements(_ value: JSONValue, _ schema: JSONValue, _ place: String) -> [String] {
        guard let list = value.array, let items = schema["items"] else { return [] }
        if list.count < schema["minItems"]?.integer ?? 0 { return ["\(place): too few"] }
        return list.enumerated().flatMap { faults($1, items, "\(place)[\($0)]") }
    }
}
