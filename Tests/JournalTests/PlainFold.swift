import Formats

@testable import Journal

/// The fold as `Docs/journal.md` describes it, step by step, on plain JSON, with no thought of speed.
enum PlainFold {
    private struct Item {
        var clock: String
        var identifier: String
        var kind: String
        var base: [String]
        var set: [(name: String, answer: JSONValue)]
    }

    private typealias Answered = (answer: JSONValue, clock: String)

    /// Canonical JSON of the state; nil if there is none.
    static func state(_ bodies: [[UInt8]]) throws -> [UInt8]? {
        let items = try items(bodies)
        guard let first = items.first, let last = items.last else { return nil }
        let holding = holding(items)
        let seen = seen(items, holding)
        let named = Set(holding.values.flatMap { $0 })
        let heads = items.map(\.identifier).filter { !named.contains($0) }.sorted()
        var fields: [(name: String, written: [Answered])] = []
        for name in Set(items.flatMap { $0.set.map(\.name) }).sorted() {
            let answering = items.filter { item in item.set.contains { $0.name == name && counts($0) } }
            let live = answering.filter { item in !answering.contains { seen[$0.identifier]?.contains(item.identifier) == true } }
            fields.append((name, live.compactMap { item in item.set.first { $0.name == name }.map { ($0.answer, item.clock) } }))
        }
        fields = fields.map { ($0.name, shown($0.written)) }.filter { !$0.written.isEmpty }
        if fields.contains(where: { $0.name == "@erased" }) {
            fields = fields.map { ($0.name, shown($0.written.compactMap(stripped))) }.filter { !$0.written.isEmpty }
        }
        return JSONValue.object([
            "changed": .string(last.clock), "created": .string(first.clock), "kind": .string(first.kind), "heads": .array(heads.map { .string($0) }),
            "fields": .object(JSONObject(fields.map { JSONObject.Member($0.name, json($0.written)) })),
        ]).canonicalBytes()
    }

    private static func items(_ bodies: [[UInt8]]) throws -> [Item] {
        var items: [String: Item] = [:]
        for body in bodies {
            let json = try JSONValue.parse(body)
            let identifier = Entry.identifier(of: body).description
            guard json["act"]?.string != "read" else { continue }
            items[identifier] = Item(
                clock: json["clock"]?.string ?? "", identifier: identifier, kind: json["kind"]?.string ?? "",
                base: json["base"]?.array?.compactMap(\.string) ?? [], set: json["set"]?.object?.members.map { ($0.name, $0.value) } ?? [])
        }
        return items.values.sorted { ($0.clock, $0.identifier) < ($1.clock, $1.identifier) }
    }

    /// For each entry those of its bases that are there and have a smaller clock.
    private static func holding(_ items: [Item]) -> [String: [String]] {
        var clocks: [String: String] = [:]
        for item in items { clocks[item.identifier] = item.clock }
        var holding: [String: [String]] = [:]
        for item in items { holding[item.identifier] = item.base.filter { base in clocks[base].map { $0 < item.clock } ?? false } }
        return holding
    }

    private static func seen(_ items: [Item], _ holding: [String: [String]]) -> [String: Set<String>] {
        var seen: [String: Set<String>] = [:]
        for item in items {
            let bases = holding[item.identifier] ?? []
            seen[item.identifier] = bases.reduce(into: Set(bases)) { $0.formUnion(seen[$1] ?? []) }
        }
        return seen
    }

    private static func counts(_ member: (name: String, answer: JSONValue)) -> Bool {
        member.name != "@erased" || member.answer.canonicalBytes() == Array(#"{"value":true}"#.utf8)
    }

    /// The answers that stay in a field's state, the earliest first and the one that shows last.
    private static func shown(_ written: [Answered]) -> [Answered] {
        var kept: [Answered] = []
        for answered in written.reversed() where !kept.contains(where: { $0.answer.canonicalBytes() == answered.answer.canonicalBytes() }) {
            kept.append(answered)
        }
        return kept.count == 1 && kept[0].answer == .null ? [] : kept.reversed()
    }

    private static func stripped(_ answered: Answered) -> Answered? {
        guard case .object(var content) = answered.answer else { return answered }
        guard content["sealed"] == nil else { return nil }
        content["note"] = nil
        return (.object(content), answered.clock)
    }

    private static func json(_ written: [Answered]) -> JSONValue {
        let all = written.reversed().map { JSONObject(["answer": $0.answer, "clock": .string($0.clock)].map { JSONObject.Member($0.key, $0.value) }) }
        var state = all[0]
        if all.count > 1 { state["others"] = .array(all.dropFirst().map { .object($0) }) }
        return .object(state)
    }
}
