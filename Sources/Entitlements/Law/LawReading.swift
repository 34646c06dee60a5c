import Yams

/// Reads a file of rules: country, category and currency, then a list of rules, each with the members that ``LawReading/members`` names.
///
/// Numbers, dates and `no` are read as texts: a lawyer need not know which of them YAML would turn into something else.
public struct LawReading {
    private let file: String

    private static let members = [
        "topic", "says", "when", "value", "unit", "law", "article", "from", "until", "source", "confidence", "note", "second-reading",
    ]
    private static let heading = ["country", "category", "currency", "rules"]
    private static let conditions = ["service", "ending", "pay", "contract", "party", "work", "days-a-week", "age", "employees"]

    /// - Parameter file: its name, for messages.
    /// - Throws: ``LawError`` for the first thing that is not understood.
    public static func read(_ bytes: [UInt8], file: String) throws(LawError) -> LawBook {
        let reading = LawReading(file: file)
        guard bytes.count <= 4 << 20 else { throw reading.error(nil, "the file is larger than 4 MB", "Split it by category.") }
        let node: Node?
        do {
            node = try Yams.compose(yaml: String(decoding: bytes, as: UTF8.self))
        } catch let problem as YamlError {
            throw reading.error(nil, "this is not YAML: \(problem)", "Indent with spaces, and put texts that hold a colon in quotes.")
        } catch {
            throw reading.error(nil, "this is not YAML", "Indent with spaces, and put texts that hold a colon in quotes.")
        }
        guard let node else { throw reading.error(nil, "the file is empty", "Begin with “country:”.") }
        return try reading.book(node)
    }

    private func book(_ node: Node) throws(LawError) -> LawBook {
        let members = try section(node, LawReading.heading, "the file")
        let country = try text(members, "country", node)
        guard country.utf8.count == 2, country.utf8.allSatisfy({ (65...90).contains($0) }) else {
            throw error(members["country"], "“\(country)” is no country code", "Write two capital letters, such as QA.")
        }
        let category = try text(members, "category", node)
        guard let category = WorkerCategory(rawValue: category) else {
            throw error(members["category"], "“\(category)” is no category", "Write private or domestic.")
        }
        let code = try text(members, "currency", node)
        guard let currency = Currency(code) else {
            throw error(members["currency"], "“\(code)” is no currency code", "Write three capital letters, such as QAR.")
        }
        guard case .sequence(let sequence)? = members["rules"] else { throw error(node, "the rules are missing", "Write “rules:” and a list under it.") }
        var rules: [Rule] = []
        for element in sequence { rules.append(try rule(element)) }
        return LawBook(country: country, category: category, currency: currency, rules: rules)
    }

    private func rule(_ node: Node) throws(LawError) -> Rule {
        let members = try section(node, LawReading.members, "a rule")
        let word = try text(members, "confidence", node)
        guard let confidence = Confidence(rawValue: word) else {
            throw error(members["confidence"], "“\(word)” is no confidence", "Write high, medium or low.")
        }
        let content = RuleContent(
            topic: try text(members, "topic", node), says: try text(members, "says", node), conditions: try conditions(members["when"]),
            value: RuleValue(try text(members, "value", node)), unit: try optional(members, "unit"), law: try text(members, "law", node),
            article: try optional(members, "article"), from: try date(members, "from"), until: try date(members, "until"),
            source: try text(members, "source", node), confidence: confidence, note: try optional(members, "note"),
            isAlternative: try optional(members, "second-reading") == "yes", place: "\(file), line \(line(node))")
        return Rule(content)
    }

    private func conditions(_ node: Node?) throws(LawError) -> RuleConditions {
        var conditions = RuleConditions()
        guard let node else { return conditions }
        let members = try section(node, LawReading.conditions, "“when”")
        conditions.service = try band(members, "service", node)
        conditions.age = try band(members, "age", node)
        conditions.employees = try band(members, "employees", node)
        if members["ending"] != nil {
            for word in try text(members, "ending", node).utf8.split(whereSeparator: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: " ") }).map({
                String(Substring($0))
            }) {
                guard let ending = Ending(rawValue: word) else {
                    throw error(members["ending"], "“\(word)” is no ending", "Write one of \(Ending.allCases.map(\.rawValue).joined(separator: ", ")).")
                }
                conditions.endings.append(ending)
            }
        }
        conditions.pay = try choice(members, "pay", node)
        conditions.contract = try choice(members, "contract", node)
        conditions.party = try choice(members, "party", node)
        if members["work"] != nil { conditions.work = try text(members, "work", node) }
        if members["days-a-week"] != nil {
            guard let days = Int(try text(members, "days-a-week", node)), (1...7).contains(days) else {
                throw error(members["days-a-week"], "a week has 1 to 7 working days", "Write a whole number.")
            }
            conditions.daysPerWeek = days
        }
        return conditions
    }

    private func band(_ members: [String: Node], _ name: String, _ node: Node) throws(LawError) -> ServiceBand? {
        guard members[name] != nil else { return nil }
        let words = try text(members, name, node)
        guard let band = ServiceBand(words) else {
            throw error(members[name], "“\(words)” is no span", "Write “at least 2 years, under 5 years”; also over, at most, months, weeks, employees.")
        }
        return band
    }

    private func choice<Choice: RawRepresentable & CaseIterable>(_ members: [String: Node], _ name: String, _ node: Node) throws(LawError) -> Choice?
    where Choice.RawValue == String {
        guard members[name] != nil else { return nil }
        let word = try text(members, name, node)
        guard let choice = Choice(rawValue: word) else {
            throw error(members[name], "“\(word)” is not known for “\(name)”", "Write one of \(Choice.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return choice
    }

    private func date(_ members: [String: Node], _ name: String) throws(LawError) -> KnownDate? {
        let words = try optional(members, name)
        guard !words.isEmpty else { return nil }
        guard let date = KnownDate(words), words.utf8.count <= 10 else {
            throw error(members[name], "“\(words)” is no date", "Write 2021-03-20, or 2021-03 or 2021 if no more is known.")
        }
        return date
    }

    private func text(_ members: [String: Node], _ name: String, _ parent: Node) throws(LawError) -> String {
        let words = try optional(members, name)
        guard !words.isEmpty else { throw error(members[name] ?? parent, "“\(name)” is missing", "Write “\(name):” and its value.") }
        return words
    }

    private func optional(_ members: [String: Node], _ name: String) throws(LawError) -> String {
        guard let node = members[name] else { return "" }
        guard case .scalar(let scalar) = node else { throw error(node, "“\(name)” must be one text", "Write it behind the colon.") }
        return scalar.string
    }

    private func section(_ node: Node, _ known: [String], _ title: String) throws(LawError) -> [String: Node] {
        guard case .mapping(let mapping) = node else {
            throw error(node, "\(title) must be a list of “name: value” lines", "Write a name, a colon and a value on each.")
        }
        var members: [String: Node] = [:]
        for (key, value) in mapping {
            guard case .scalar(let name) = key, known.contains(name.string) else {
                throw error(key, "\(title) has no such member", "It may have \(known.joined(separator: ", ")).")
            }
            members[name.string] = value
        }
        return members
    }

    private func line(_ node: Node?) -> Int { node?.mark?.line ?? 1 }

    private func error(_ node: Node?, _ problem: String, _ remedy: String) -> LawError {
        LawError(place: "\(file), line \(line(node))", problem: problem, remedy: remedy)
    }
}
