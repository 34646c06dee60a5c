import Foundation

extension SurveyReading {
    /// Checks what stands in the column `parameters` for a type.
    mutating func checkParameters(_ node: inout FormNode, _ type: QuestionType, _ row: SheetTable.Row, isFromFile: Bool = false) {
        guard let accepted = ParameterNames.accepted(by: type, isFromFile: isFromFile) else { return }
        let heading = row.heading("parameters")
        let unknown = node.parameters.keys.filter { !accepted.contains($0) }.sorted()
        if !unknown.isEmpty {
            fault(row, heading, "This type of question has no parameter \(SheetText.quoted(unknown)).", "It has \(SheetText.quoted(accepted.sorted())).")
        }
        switch type {
        case .text: checkWhole("rows", node, row)
        case .image: checkImage(node, row)
        case .audio: checkOne("quality", of: ["voice-only", "low", "normal", "external"], node, row)
        case .backgroundAudio: checkOne("quality", of: ["voice-only", "low", "normal"], node, row)
        case .geopoint, .geotrace, .geoshape: checkGeometry(node, type, row)
        case .range: checkRange(&node, row)
        default:
            guard isFromFile else { return }
            for name in ["value", "label"] {
                if let value = node.parameters[name], !SheetText.isName(value) {
                    fault(row, heading, "“\(name)” is “\(value)”, which cannot be a column or property.", WorkbookReading.nameRule)
                }
            }
        }
    }

    private mutating func checkWhole(_ name: String, _ node: FormNode, _ row: SheetTable.Row) {
        guard let value = node.parameters[name], Int(value) == nil else { return }
        fault(row, row.heading("parameters"), "“\(name)” is “\(value)”.", "Write a whole number.")
    }

    private mutating func checkOne(_ name: String, of values: [String], _ node: FormNode, _ row: SheetTable.Row) {
        guard let value = node.parameters[name], !values.contains(value) else { return }
        fault(row, row.heading("parameters"), "“\(name)” is “\(value)”.", "Use one of \(SheetText.quoted(values)).")
    }

    private mutating func checkImage(_ node: FormNode, _ row: SheetTable.Row) {
        checkWhole("max-pixels", node, row)
        guard let app = node.parameters["app"], node.appearance == nil || node.appearance == "annotate" else { return }
        let segments = app.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let isPackage =
            segments.count > 1
            && segments.allSatisfy { segment in
                guard let first = segment.first, Self.isLetter(first) else { return false }
                return segment.allSatisfy { Self.isLetter($0) || $0 &- 0x30 < 10 || $0 == UInt8(ascii: "_") }
            }
        if !isPackage {
            fault(row, row.heading("parameters"), "“app” is “\(app)”, which is no name of an Android package.", "Write it as org.example.app.")
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

    private mutating func checkGeometry(_ node: FormNode, _ type: QuestionType, _ row: SheetTable.Row) {
        let heading = row.heading("parameters")
        checkOne("allow-mock-accuracy", of: ["true", "false"], node, row)
        for name in ["capture-accuracy", "warning-accuracy"] {
            if let value = node.parameters[name], Double(value) == nil { fault(row, heading, "“\(name)” is “\(value)”.", "Write a number of metres.") }
        }
        if let value = node.parameters["incremental"], YesNo.read(value) != true {
            fault(row, heading, "“incremental” is “\(value)”.", "Write true, or leave it out.")
        }
        if let value = node.parameters["reference-geometry"] { geometries.append((value, row)) }
    }

    // MARK: Range

    private mutating func checkRange(_ node: inout FormNode, _ row: SheetTable.Row) {
        let heading = row.heading("parameters")
        let ticks = ["tick_interval", "placeholder", "tick_labelset"]
        if let appearance = node.appearance, !SheetText.contains(appearance, "vertical"), !SheetText.contains(appearance, "no-ticks"),
            ticks.contains(where: { node.parameters[$0] != nil })
        {
            fault(
                row, heading, "\(SheetText.quoted(ticks)) do not go with the appearance “\(appearance)”.",
                "Use the appearance vertical or no-ticks, or none.")
        }
        for (name, value) in [("start", "1"), ("end", "10"), ("step", "1")] where node.parameters[name] == nil { node.parameters[name] = value }
        var numbers: [String: Decimal] = [:]
        for name in ["start", "end", "step", "tick_interval", "placeholder"] {
            guard let text = node.parameters[name] else { continue }
            guard let number = Self.number(text) else {
                fault(row, heading, "“\(name)” is “\(text)”.", "Write a number.")
                return
            }
            numbers[name] = number
        }
        guard let start = numbers["start"], let end = numbers["end"], let step = numbers["step"] else { return }
        let range = RangeRule(start: start, end: end, step: step, interval: numbers["tick_interval"], placeholder: numbers["placeholder"])
        for rule in range.broken { fault(row, heading, rule.fault, rule.remedy) }
        if range.broken.isEmpty, let list = node.parameters["tick_labelset"] { checkTicks(list, range, node, row) }
        if numbers.values.contains(where: { !RangeRule.isWhole($0) }) { node.bindAttributes["type"] = "decimal" }
    }

    /// A decimal number and nothing else.
    private static func number(_ text: String) -> Decimal? {
        guard Double(text)?.isFinite == true, text.utf8.allSatisfy({ $0 &- 0x30 < 10 || "+-.e".utf8.contains($0) }) else { return nil }
        return Decimal(string: text)
    }

    private mutating func checkTicks(_ name: String, _ range: RangeRule, _ node: FormNode, _ row: SheetTable.Row) {
        let heading = row.heading("parameters")
        guard let list = choices[name] else {
            return fault(row, heading, "“tick_labelset” names “\(name)”, which is no list of the sheet choices.", remedy(forUnknownList: name))
        }
        var values: Set<Decimal> = []
        for choice in list.choices {
            guard let value = Self.number(choice.name) else {
                return fault(row, heading, "The list “\(name)” has “\(choice.name)”, which is no number.", "Name each choice by the number that it labels.")
            }
            values.insert(value)
            if !range.contains(value) {
                return fault(row, heading, "The list “\(name)” has “\(choice.name)”, which is not between start and end.", "Remove it, or widen the range.")
            }
            if !RangeRule.isWhole((value - range.start) / (range.interval ?? range.step)) {
                return fault(row, heading, "The list “\(name)” has “\(choice.name)”, where there is no tick.", "Name choices by start, start + step and so on.")
            }
        }
        guard let appearance = node.appearance, SheetText.contains(appearance, "no-ticks") else { return }
        if values != [range.start, range.end] {
            fault(row, heading, "Without ticks, only start and end can have labels.", "Give the list “\(name)” these two choices only.")
        }
    }

    // MARK: Audit

    /// What clients record about how a form was filled in; it stands in the block `meta`.
    mutating func readAudit(_ row: SheetTable.Row, _ parameters: [String: String]) {
        let heading = row.heading("parameters")
        if let name = row.value("name"), name != "audit" {
            fault(row, row.heading("name"), "The audit is called “\(name)”.", "Leave its name empty; it is always “audit”.")
        }
        var node = FormNode(name: "audit", kind: .question(.audit), source: FormSource(sheet: "survey", row: row.number))
        fill(&node, from: row)
        node.parameters = parameters
        checkParameters(&node, .audit, row)
        checkOne("track-changes", of: ["true", "false"], node, row)
        checkOne("track-changes-reasons", of: ["on-form-edit"], node, row)
        checkOne("identify-user", of: ["true", "false"], node, row)
        let places = ["location-priority", "location-min-interval", "location-max-age"]
        if places.contains(where: { parameters[$0] != nil }) {
            let missing = places.filter { parameters[$0] == nil }
            if !missing.isEmpty { fault(row, heading, "Recording places also needs \(SheetText.quoted(missing)).", "Give all three, or none.") }
            checkOne("location-priority", of: ["no-power", "low-power", "balanced", "high-accuracy"], node, row)
            let times = places.dropFirst().map { name in (name, parameters[name], parameters[name].flatMap { Int($0) }) }
            for (name, text, seconds) in times {
                if let text, seconds ?? -1 < 0 { fault(row, heading, "“\(name)” is “\(text)”.", "Write a whole number of seconds, 0 or more.") }
            }
            if let interval = times.first?.2, let age = times.last?.2, age < interval {
                fault(row, heading, "“location-max-age” is less than “location-min-interval”.", "Make it at least as long.")
            }
        }
        form.metaNodes.append(node)
    }
}

/// The rules that numbers of a range question must keep.
private struct RangeRule {
    var start: Decimal
    var end: Decimal
    var step: Decimal
    var interval: Decimal?
    var placeholder: Decimal?

    func contains(_ value: Decimal) -> Bool { value >= min(start, end) && value <= max(start, end) }

    static func isWhole(_ value: Decimal) -> Bool {
        var value = value
        var rounded = Decimal()
        NSDecimalRound(&rounded, &value, 0, .plain)
        return rounded == value
    }

    var broken: [(fault: String, remedy: String)] {
        let width = end > start ? end - start : start - end
        var broken: [(String, String)] = []
        for (name, value) in [("step", step as Decimal?), ("tick_interval", interval)] {
            guard let value else { continue }
            if value == 0 { broken.append(("“\(name)” is 0.", "Write another number.")) }
            if value > width { broken.append(("“\(name)” is greater than the whole range.", "Write a smaller number.")) }
        }
        guard broken.isEmpty else { return broken }
        if let interval, !Self.isWhole(interval / step) { broken.append(("“tick_interval” is no multiple of “step”.", "Make it one.")) }
        if let placeholder {
            if !Self.isWhole((placeholder - start) / step) { broken.append(("“placeholder” is not where the steps are.", "Write start plus some steps.")) }
            if !contains(placeholder) { broken.append(("“placeholder” is not between start and end.", "Write a number between them.")) }
        }
        return broken
    }
}
