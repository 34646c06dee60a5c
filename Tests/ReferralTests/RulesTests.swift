import Foundation
import Referral
import Testing

@Suite("Rules of a referral")
struct RulesTests {
    /// A cell of the table: rules, who did what, who it is applied at, and in which state.
    struct Cell: Hashable {
        var event: ReferralEvent
        var side: ReferralSide
        var state: ReferralState
    }

    @Test(
        "Whatever order things happen and are heard in, both sides agree once they have heard all, and nothing impossible is ever heard",
        arguments: ReferralKind.Rules.allCases)
    func convergence(_ kind: ReferralKind.Rules) {
        let rules = ReferralRules(kind)
        var seen: Set<TwoSides> = [TwoSides()]
        var waiting = [TwoSides()]
        var met: Set<Cell> = []
        var quiet = 0
        while let now = waiting.popLast() {
            var following: [TwoSides] = []
            for side in ReferralSide.allCases {
                for event in ReferralEvent.allCases where event != .share {
                    guard let next = now.doing(event, side, rules) else { continue }
                    met.insert(Cell(event: event, side: side, state: now.state(of: side)))
                    following.append(next)
                }
                guard let (next, event, before, effect) = now.hearing(side, rules) else { continue }
                met.insert(Cell(event: event, side: side.other, state: before))
                #expect(effect != .impossible, "\(event) of the \(side.other) heard in \(before)")
                following.append(next)
            }
            if now.isQuiet {
                quiet += 1
                #expect(now.sender == now.receiver)
            }
            for next in following where seen.insert(next).inserted { waiting.append(next) }
        }
        #expect(quiet > 10)
        // The table promises nothing that never happens: what it calls possible was met, what it calls impossible was not.
        for event in ReferralEvent.allCases where event != .share {
            for side in ReferralSide.allCases {
                for state in ReferralState.allCases where rules.isReachable(state) {
                    let isPossible = rules.effect(of: event, by: side, in: state) != .impossible
                    #expect(met.contains(Cell(event: event, side: side, state: state)) == isPossible, "\(event) of the \(side) in \(state)")
                }
            }
        }
    }

    @Test("What a side may do has an effect for it; a side never does what is the other's; nothing follows a withdrawal but that its copy is sealed")
    func permissions() {
        for kind in ReferralKind.Rules.allCases {
            let rules = ReferralRules(kind)
            for side in ReferralSide.allCases {
                for state in ReferralState.allCases {
                    // What is added to the shared part goes by the rules of messages, so the search above speaks for both.
                    #expect(rules.effect(of: .share, by: side, in: state) == rules.effect(of: .message, by: side, in: state))
                    for event in rules.permitted(to: side, in: state) {
                        #expect(event.side == nil || event.side == side)
                        #expect(![.overtaken, .impossible].contains(rules.effect(of: event, by: side, in: state)))
                    }
                }
                #expect(rules.permitted(to: side, in: .withdrawn) == (side == .receiver ? [.seal] : []))
                #expect(rules.permitted(to: .sender, in: .declined).contains(.share) == false)
            }
        }
    }

    @Test("Of several who offer to take a call exactly one gets it, and all others hear that it is gone, in every order")
    func calls() {
        struct Call: Hashable {
            var sides: [TwoSides]
        }
        let rules = ReferralRules(.call)
        let start = Call(sides: [TwoSides](repeating: TwoSides(), count: 3))
        var seen: Set<Call> = [start]
        var waiting = [start]
        var taken = 0
        while let now = waiting.popLast() {
            var following: [Call] = []
            for index in now.sides.indices {
                for event in [ReferralEvent.accept, .start] {
                    guard let side = now.sides[index].doing(event, .receiver, rules) else { continue }
                    var next = now
                    next.sides[index] = side
                    following.append(next)
                }
                if let heard = now.sides[index].hearing(.receiver, rules) {
                    var next = now
                    next.sides[index] = heard.next
                    following.append(next)
                }
                if let heard = now.sides[index].hearing(.sender, rules) {
                    var next = now
                    next.sides[index] = heard.next
                    let states = next.sides.enumerated().map { ("\($0.offset)", $0.element.sender) }
                    for decision in ReferralCall.decisions(rules, states, after: "\(index)") {
                        guard let place = Int(decision.conversation), let decided = next.sides[place].doing(decision.event, .sender, rules) else {
                            Issue.record("\(decision) may not be done in \(states)")
                            continue
                        }
                        next.sides[place] = decided
                    }
                    following.append(next)
                }
            }
            #expect(now.sides.count { $0.sender.isTaken } <= 1)
            #expect(now.sides.count { $0.receiver.isTaken } <= 1)
            if now.sides.allSatisfy(\.isQuiet), now.sides.contains(where: { $0.receiver != .offered }) {
                taken += 1
                #expect(now.sides.allSatisfy { $0.sender == $0.receiver })
                #expect(now.sides.count { $0.receiver.isTaken } == 1)
                #expect(now.sides.count { $0.receiver == .withdrawn } == 2)
            }
            for next in following where seen.insert(next).inserted { waiting.append(next) }
        }
        #expect(taken >= 3)
    }

    @Test("A late acceptance by the first partner is taken if the second has not accepted, and refused if it has")
    func lateAcceptance() {
        let rules = ReferralRules(.single)
        let waiting = ReferralCall.decisions(rules, [("first", .accepted), ("second", .acknowledged)], after: "first")
        #expect(waiting == [.init("second", .withdraw)])
        let tooLate = ReferralCall.decisions(rules, [("first", .accepted), ("second", .inProgress)], after: "first")
        #expect(tooLate == [.init("first", .withdraw)])
        #expect(ReferralCall.decisions(rules, [("first", .declined), ("second", .offered)], after: "first").isEmpty)
    }

    @Test("Half-way to a deadline the receiver is reminded once; at the deadline the next partner is asked")
    func clock() {
        let clock = ReferralClock(offered: 1_000_000, acknowledgeWithin: 60)
        let half: UInt64 = 1_000_000 + 30 * 60_000
        #expect(clock.due(.offered, reminded: nil, now: half - 1) == nil)
        #expect(clock.due(.offered, reminded: nil, now: half) == .remind)
        #expect(clock.due(.offered, reminded: half, now: half + 1) == nil)
        #expect(clock.due(.offered, reminded: half, now: clock.acknowledgeBy) == .expire)
        #expect(clock.due(.acknowledged, reminded: half, now: clock.acknowledgeBy + 30 * 60_000) == .remind)
        #expect(clock.due(.acknowledged, reminded: half, now: clock.decideBy) == .expire)
        for state in ReferralState.allCases where state != .offered && state != .acknowledged {
            #expect(clock.due(state, reminded: nil, now: .max) == nil)
            #expect(clock.next(state, reminded: nil) == nil)
        }
        // Whoever asks when it is next due is told that something is due then, and not before.
        for (state, reminded) in [(ReferralState.offered, nil), (.offered, half), (.acknowledged, half), (.acknowledged, clock.acknowledgeBy + 1)]
            as [(ReferralState, UInt64?)]
        {
            guard let next = clock.next(state, reminded: reminded) else { continue }
            #expect(clock.due(state, reminded: reminded, now: next) != nil)
            #expect(clock.due(state, reminded: reminded, now: next - 1) == nil)
        }
        let list = EscalationList(["A", "B", "C"])
        #expect(list.next(asked: ["A"]) == "B")
        #expect(list.next(asked: ["A", "B", "C"]) == nil)
    }

    @Test("The page about referrals shows these tables")
    func documentation() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Docs/referrals.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        for rules in ReferralKind.Rules.allCases {
            let table = ReferralTable.markdown(rules)
            #expect(text.contains(table), "Docs/referrals.md, \(rules.rawValue): the table is now\n\(table)")
        }
    }
}
