/// The rules as tables for people, which `Docs/referrals.md` holds.
public enum ReferralTable {
    /// One table for the rules: a row for each event of a side, a column for each state. Text in Markdown.
    public static func markdown(_ rules: ReferralKind.Rules) -> String {
        let machine = ReferralRules(rules)
        let states = ReferralState.allCases.filter(machine.isReachable)
        var lines = ["| | " + states.map(\.rawValue).joined(separator: " | ") + " |"]
        lines.append("|---|" + states.map { _ in "---|" }.joined())
        for side in ReferralSide.allCases {
            for event in ReferralEvent.allCases where event.side == nil || event.side == side {
                let cells = states.map { cell(machine, event, side, $0) }
                guard cells.contains(where: { $0 != "–" }) else { continue }
                lines.append("| \(side.rawValue): \(event.rawValue) | " + cells.joined(separator: " | ") + " |")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func cell(_ machine: ReferralRules, _ event: ReferralEvent, _ side: ReferralSide, _ state: ReferralState) -> String {
        switch machine.effect(of: event, by: side, in: state) {
        case .moves(let next): machine.permits(event, by: side, in: state) ? "**\(next.rawValue)**" : "crossing: \(next.rawValue)"
        case .stays: "stays"
        case .overtaken: "overtaken"
        case .impossible: "–"
        }
    }
}
