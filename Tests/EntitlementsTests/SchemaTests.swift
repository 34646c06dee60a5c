import Entitlements
import Formats
import Foundation
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
    }

    @Test func theExampleIsComputed() throws {
        let bytes = try [UInt8](Data(contentsOf: Self.project.appending(path: "Docs/examples/facts.json")))
        let claim = try #require(try Claims.answer(String(decoding: bytes, as: UTF8.self)).claims.first)
        #expect(claim.problems.isEmpty && claim.total > 0)
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
                return schema["additionalProperties"] == .bool(false) ? ["\(place).\(member.name): not known"] : []
            }
    }

    private func elements(_ value: JSONValue, _ schema: JSONValue, _ place: String) -> [String] {
        guard let list = value.array, let items = schema["items"] else { return [] }
        if list.count < schema["minItems"]?.integer ?? 0 { return ["\(place): too few"] }
        return list.enumerated().flatMap { faults($1, items, "\(place)[\($0)]") }
    }
}
