/// What tells one case from another at a glance, wherever cases stand in a line: its corridor, and whether it is urgent.
enum CaseBadges {
    static func corridor(_ facts: [String: [String]], _ answers: AnswerText) -> String? {
        corridor(from: facts["case.origin-country"]?.first, to: facts["case.destination-country"]?.first, answers)
    }

    /// Both ends, each in its own direction and the two in their order; nil if neither is known.
    static func corridor(from origin: String?, to destination: String?, _ answers: AnswerText) -> String? {
        let ends = [("case.origin-country", origin), ("case.destination-country", destination)].compactMap { field, code in
            code.map { "\u{2068}\(answers.label(field, $0))\u{2069}" }
        }
        return ends.isEmpty ? nil : ends.joined(separator: " – ")
    }

    /// Nil for a case that can wait.
    static func urgency(_ facts: [String: [String]], _ answers: AnswerText) -> String? {
        guard let priority = facts["case.priority"]?.first, ReminderRules.urgentPriorities.contains(priority) else { return nil }
        return answers.label("case.priority", priority)
    }

    static func write(_ html: inout HTMLWriter, _ text: String) {
        html.text(" ")
        html.element("span", [.class("badge")], text: text)
    }
}
