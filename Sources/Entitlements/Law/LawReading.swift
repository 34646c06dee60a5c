import Yams

/// Reads a file of rules: country, category and currency, then a list of rules, each with the members that ``LawReading/members`` names.
///
/// Numbers, dates and `no` are read as texts: a lawyer need not know which of them YAML would turn into something else.
public struct LawReading {
    private let file: String
    /// All that was not understood; of a reading that goes on behind its first fault.
    private let found = Found()

    /// What goes wrong while the rest is still read.
    private final class Found {
        var errors: [LawError] = []
        /// The rule that is being read.
        var rule = ""
        /// Rules that have an error, as far as they were read.
        var damaged: [Rule] = []
    }

    /// A book as far as it could be read, with everything that is wrong in the file.
    public struct Result: Sendable {
        /// Without the rules that have an error; nil if not even the heading could be read.
        public let book: LawBook?
        public let errors: [LawError]
        /// Rules that have an error, as far as they were read: for the check only, which names what else is wrong in them.
        let damaged: [Rule]
    }

    private static let members = [
        "topic", "says", "when", "value", "unit", "law", "article", "from", "until", "source", "confidence", "note", "second-reading",
    ]
    private static let heading = ["country", "category", "currency", "rules", "not-found"]
    private static let conditions = ["service", "ending", "pay", "contract", "party", "work", "days-a-week", "age", "employees"]

    private init(file: String) { self.file = file }

    /// - Parameter file: its name, for messages.
    /// - Throws: ``LawError`` for the first thing that is not understood.
    public static func read(_ bytes: [UInt8], file: String) throws(LawError) -> LawBook {
        let result = readAll(bytes, file: file)
        guard let book = result.book, result.errors.isEmpty else {
            throw result.errors.first ?? LawError(place: file, problem: "nothing could be read", remedy: "Begin with “country:”.")
        }
        return book
    }

    /// The whole file, with every fault of it: whoever corrects a book wants all of them at once. O(bytes).
    public static func readAll(_ bytes: [UInt8], file: String) -> Result {
        let reading = LawReading(file: file)
        let book = reading.taken { () throws(LawError) in try reading.book(reading.root(bytes)) }
        return Result(book: book ?? nil, errors: reading.found.errors, damaged: reading.found.damaged)
    }

    private func root(_ bytes: [UInt8]) throws(LawError) -> Node {
        guard bytes.count <= 4 << 20 else { throw error(nil, "the file is larger than 4 MB", "Split it by category.") }
        let node: Node?
        do {
            node = try Yams.compose(yaml: String(decoding: bytes, as: UTF8.self))
        } catch let problem as YamlError {
            throw error(nil, "this is not YAML: \(problem)", "Indent with spaces, and put texts that hold a colon in quotes.")
        } catch {
            throw self.error(nil, "this is not YAML", "Indent with spaces, and put texts that hold a colon in quotes.")
        }
        guard let node else { throw error(nil, "the file is empty", "Begin with “country:”.") }
        return node
    }

    /// What is read, or nil and the fault noted.
    private func taken<Value>(_ read: () throws(LawError) -> Value) -> Value? {
        do throws(LawError) {
            return try read()
        } catch {
            found.errors.append(error)
            return nil
        }
    }

    /// - Returns: nil where the heading has a fault, which is noted; the rules are read all the same, for their own.
    private func book(_ node: Node) throws(LawError) -> LawBook? {
        let members = try section(node, LawReading.heading, "the file")
        let country = taken { () throws(LawError) in
            let country = try text(members, "country", node)
            guard country.utf8.count == 2, country.utf8.allSatisfy({ (65...90).contains($0) }) else {
                throw error(members["country"], "“\(country)” is no country code", "Write two capital letters, such as QA.", "country")
            }
            return country
        }
        let category = taken { () throws(LawError) in
            let word = try text(members, "category", node)
            guard let category = WorkerCategory(rawValue: word) else {
                throw error(members["category"], "“\(word)” is no category", "Write private or domestic.", "category")
            }
            return category
        }
        let currency = taken { () throws(LawError) in
            let code = try text(members, "currency", node)
            guard let currency = Currency(code) else {
                throw error(members["currency"], "“\(code)” is no currency code", "Write three capital letters, such as QAR.", "currency")
            }
            return currency
        }
        guard case .sequence(let sequence)? = members["rules"] else {
            throw error(node, "the rules are missing", "Write “rules:” and a list under it.", "rules")
        }
        let rules = sequence.compactMap { rule($0) }
        let notFound = notFound(members["not-found"])
        guard let country, let category, let currency else { return nil }
        return LawBook(country: country, category: category, currency: currency, rules: rules, notFound: notFound)
    }

    /// What was looked for in vain.
    private func notFound(_ node: Node?) -> [LawBook.NotFound] {
        guard let node else { return [] }
        guard case .sequence(let sequence) = node else {
            found.errors.append(error(node, "“not-found” must be a list", "Write an entry with a dash for each topic that was looked for.", "not-found"))
            return []
        }
        return sequence.compactMap { element in
            taken { () throws(LawError) in
                let members = try section(element, ["topic", "work", "looked", "note"], "an entry of “not-found”")
                guard let looked = try date(members, "looked") else {
                    throw error(element, "“looked” is missing", "Write the day on which it was looked for.", "looked")
                }
                return LawBook.NotFound(
                    topic: try text(members, "topic", element), work: members["work"] == nil ? nil : try text(members, "work", element), looked: looked,
                    note: try optional(members, "note"), place: "\(file), line \(line(element))")
            }
        }
    }

    /// Reads every member, also behind a fault, so that all faults of a rule are told; nil if there was one.
    private func rule(_ node: Node) -> Rule? {
        defer { found.rule = "" }
        let before = found.errors.count
        guard let members = taken({ () throws(LawError) in try section(node, LawReading.members, "a rule") }) else { return nil }
        found.rule = [members["topic"]?.string, members["says"]?.string.map { "“\($0)”" }].compactMap(\.self).joined(separator: " ")
        func needed(_ name: String) -> String { taken { () throws(LawError) in try text(members, name, node) } ?? "" }
        func free(_ name: String) -> String { taken { () throws(LawError) in try optional(members, name) } ?? "" }
        let confidence = taken { () throws(LawError) in
            let word = try text(members, "confidence", node)
            guard let confidence = Confidence(rawValue: word) else {
                throw error(members["confidence"], "“\(word)” is no confidence", "Write high, medium or low.", "confidence")
            }
            return confidence
        }
        let content = RuleContent(
            topic: needed("topic"), says: needed("says"), conditions: taken { () throws(LawError) in try conditions(members["when"]) } ?? RuleConditions(),
            value: RuleValue(needed("value")), unit: free("unit"), law: needed("law"), article: free("article"),
            from: taken { () throws(LawError) in try date(members, "from") } ?? nil, until: taken { () throws(LawError) in try date(members, "until") } ?? nil,
            source: needed("source"), confidence: confidence ?? .low, note: free("note"), isAlternative: free("second-reading") == "yes",
            place: "\(file), line \(line(node))")
        guard found.errors.count == before else {
            found.damaged.append(Rule(content))
            return nil
        }
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
                    throw error(members["ending"], "“\(word)” is no ending", "Write one of \(Ending.allCases.map(\.rawValue).joined(separator: ", ")).", "when.ending")
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
                throw error(members["days-a-week"], "a week has 1 to 7 working days", "Write a whole number.", "when.days-a-week")
            }
            conditions.daysPerWeek = days
        }
        return conditions
    }

    private func band(_ members: [String: Node], _ name: String, _ node: Node) throws(LawError) -> ServiceBand? {
        guard members[name] != nil else { return nil }
        let words = try text(members, name, node)
        guard let band = ServiceBand(words) else {
            throw error(members[name], "“\(words)” is no span", "Write “at least 2 years, under 5 years”; also over, at most, months, weeks, employees.", "when.\(name)")
        }
        return band
    }

    private func choice<Choice: RawRepresentable & CaseIterable>(_ members: [String: Node], _ name: String, _ node: Node) throws(LawError) -> Choice?
    where Choice.RawValue == String {
        guard members[name] != nil else { return nil }
        let word = try text(members, name, node)
        guard let choice = Choice(rawValue: word) else {
            throw error(members[name], "“\(word)” is not known for “\(name)”", "Write one of \(Choice.allCases.map(\.rawValue).joined(separator: ", ")).", "when.\(name)")
        }
        return choice
    }

    private func date(_ members: [String: Node], _ name: String) throws(LawError) -> KnownDate? {
        let words = try optional(members, name)
        guard !words.isEmpty else { return nil }
        guard let date = KnownDate(words), words.utf8.count <= 10 else {
            throw error(members[name], "“\(words)” is no date", "Write 2021-03-20, or 2021-03 or 2021 if no more is known.", name)
        }
        return date
    }

    private func text(_ members: [String: Node], _ name: String, _ parent: Node) throws(LawError) -> String {
        let words = try optional(members, name)
        guard !words.isEmpty else { throw error(members[name] ?? parent, "“\(name)” is missing", "Write “\(name):” and its value.", name) }
        return words
    }

    private func optional(_ members: [String: Node], _ name: String) throws(LawError) -> String {
        guard let node = members[name] else { return "" }
        guard case .scalar(let scalar) = node else { throw error(node, "“\(name)” must be one text", "Write it behind the colon.", name) }
        return scalar.string
    }

    private func section(_ node: Node, _ known: [String], _ title: String) throws(LawError) -> [String: Node] {
        guard case .mapping(let mapping) = node else {
            throw error(node, "\(title) must be a list of “name: value” lines", "Write a name, a colon and a value on each.")
        }
        var members: [String: Node] = [:]
        for (key, value) in mapping {
            guard case .scalar(let name) = key, known.contains(name.string) else {
                let name = if case .scalar(let name) = key { name.string } else { "" }
                // The other members are read all the same, so that whatever else is wrong is told too.
                found.errors.append(error(key, "\(title) has no such member", "It may have \(known.joined(separator: ", ")).", name))
                continue
            }
            members[name.string] = value
        }
        return members
    }

    private func line(_ node: Node?) -> Int { node?.mark?.line ?? 1 }

    private func error(_ node: Node?, _ problem: String, _ remedy: String, _ field: String = "") -> LawError {
        LawError(place: "\(file), line \(line(node))", problem: problem, remedy: remedy, rule: found.rule, field: field)
    }
}
