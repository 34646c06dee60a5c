import Dictionary
import Storage
import Testing

@testable import App

/// The table of who sees what, role by role and relation by relation: each line says what comes out, so that a changed rule changes a line here.
@Suite("The table of who sees what of a case")
struct AccessPolicyTests {
    struct Line: Sendable, CustomTestStringConvertible {
        var roles: Set<Role>
        var relation: CaseRelation
        var needsAuthorisation: Bool
        /// Nil for a case that is as if it were not there.
        var clearance: Sensitivity?
        var opens: Bool
        var mayAsk: Bool
        var emergency: Bool
        var testDescription: String { "\(roles.map(\.rawValue).sorted()) \(relation) \(needsAuthorisation)" }
    }

    static let assigned = CaseRelation(isAssigned: true)
    static let other = CaseRelation()
    static let confidential = CaseRelation(isConfidential: true)
    static let assignedConfidential = CaseRelation(isAssigned: true, isConfidential: true)
    static let emergency = CaseRelation(opening: .emergency)
    static let allowed = CaseRelation(opening: .authorisation)
    static let allowedConfidential = CaseRelation(isConfidential: true, opening: .authorisation)
    static let referred = CaseRelation(isAssigned: true, hasPartnerConsent: true)

    private static func line(
        _ roles: Set<Role>, _ relation: CaseRelation, _ needsAuthorisation: Bool, _ clearance: Sensitivity?, opens: Bool = false, ask: Bool = false,
        emergency: Bool = false
    ) -> Line {
        Line(
            roles: roles, relation: relation, needsAuthorisation: needsAuthorisation, clearance: clearance, opens: opens, mayAsk: ask, emergency: emergency)
    }

    static let table: [Line] = [
        line([.caseworker], assigned, false, .identity, opens: true),
        line([.caseworker], assigned, true, .identity, opens: true),
        line([.caseworker], assignedConfidential, true, .identity, opens: true),
        line([.caseworker], other, false, nil, emergency: true),
        line([.caseworker], other, true, nil, ask: true, emergency: true),
        line([.caseworker], confidential, true, nil),
        line([.caseworker], emergency, false, .identity, opens: true),
        line([.caseworker], allowed, true, .identity, opens: true),
        line([.legal], assigned, true, .identity, opens: true),
        line([.legal], other, true, nil, ask: true, emergency: true),
        line([.legal], confidential, false, nil),
        line([.supervisor], other, false, .identity, opens: true),
        line([.supervisor], other, true, .sensitive, opens: true, ask: true, emergency: true),
        line([.supervisor], assigned, true, .identity, opens: true),
        line([.supervisor], allowed, true, .identity, opens: true),
        line([.supervisor], emergency, true, .identity, opens: true),
        line([.supervisor], confidential, false, nil, emergency: true),
        line([.supervisor], confidential, true, nil, ask: true, emergency: true),
        line([.supervisor], allowedConfidential, true, .identity, opens: true),
        line([.supervisor], assignedConfidential, true, .identity, opens: true),
        line([.analyst], other, false, .open),
        line([.analyst], other, true, .open, ask: true),
        line([.analyst], assigned, true, .open, ask: true),
        line([.analyst], confidential, true, nil),
        line([.analyst], allowed, true, .identity),
        // An analyst cannot open anything in an emergency, whatever stands in the record.
        line([.analyst], emergency, true, .open, ask: true),
        line([.partner], other, false, nil),
        line([.partner], assigned, false, .open, opens: true),
        line([.partner], referred, false, .identity, opens: true),
        line([.partner], emergency, true, nil),
        line([.partner], allowed, true, nil),
        line([.coordinator], assigned, false, nil),
        line([.coordinator], other, true, nil),
        line([.custodian], assigned, false, nil),
        line([.custodian], allowed, true, nil),
        line([.administrator], assigned, false, nil),
        line([.administrator], emergency, true, nil),
        line([.administrator, .custodian, .coordinator], assigned, true, nil),
        line([.supervisor, .analyst], other, true, .sensitive, opens: true, ask: true, emergency: true),
        line([.caseworker, .analyst], other, true, .open, ask: true, emergency: true),
        line([.caseworker, .partner], assigned, true, .identity, opens: true),
        line([], assigned, false, nil),
    ]

    @Test(arguments: table)
    func decides(_ line: Line) {
        let sight = AccessPolicy.sight(of: line.roles, line.relation, OrganisationSettings(identityNeedsAuthorisation: line.needsAuthorisation))
        #expect(sight == CaseSight(clearance: line.clearance, opensCase: line.opens, mayAsk: line.mayAsk, mayOpenInEmergency: line.emergency))
    }

    @Test("Requiring authorisation never shows more, a second role never shows less, and what a list shows is never more than the case itself")
    func properties() {
        let relations = [false, true].flatMap { assigned in
            [false, true].flatMap { confidential in
                [nil, .authorisation, .emergency].flatMap { (opening: Opening.Way?) in
                    [false, true].map { CaseRelation(isAssigned: assigned, isConfidential: confidential, opening: opening, hasPartnerConsent: $0) }
                }
            }
        }
        func rank(_ sight: CaseSight) -> Int { sight.clearance.flatMap { Sensitivity.allCases.firstIndex(of: $0) } ?? -1 }
        for relation in relations {
            for first in Role.allCases {
                let loose = AccessPolicy.sight(of: first, relation, OrganisationSettings())
                let strict = AccessPolicy.sight(of: first, relation, OrganisationSettings(identityNeedsAuthorisation: true))
                #expect(rank(strict) <= rank(loose) || relation.opening == .authorisation)
                for second in Role.allCases {
                    for settings in [OrganisationSettings(), OrganisationSettings(identityNeedsAuthorisation: true)] {
                        let both = AccessPolicy.sight(of: [first, second], relation, settings)
                        #expect(rank(both) >= rank(AccessPolicy.sight(of: first, relation, settings)))
                        let least = AccessPolicy.leastClearance(of: [first, second], settings)
                        if both.opensCase, let clearance = both.clearance { #expect(least <= clearance) }
                    }
                }
            }
        }
    }

    @Test("Openings: in force from the decision for so many hours, and no longer")
    func openings() throws {
        let world = try WebWorld()
        let place = world.places[0]
        let openings = Openings(node: place.node)
        let lawyer = try #require(place.accounts[.legal]?.identifier)
        let custodian = try #require(place.accounts[.custodian]?.identifier)
        func inForce(_ now: UInt64) throws -> Opening.Way? {
            try place.node.database.read { try Openings.inForce(on: place.caseRecord, for: lawyer, place.node, $0, now: now)?.way }
        }
        func latest() throws -> Opening { try #require(try place.node.database.read { try openings.latest(limit: 10, $0) }.first) }
        try openings.ask(.authorisation, on: place.caseRecord, by: lawyer, reason: "The hearing is tomorrow.", submission: "one")
        try openings.ask(.authorisation, on: place.caseRecord, by: lawyer, reason: "The hearing is tomorrow.", submission: "one")
        #expect(try place.node.database.read { try openings.latest(limit: 10, $0) }.count == 1)
        #expect(try inForce(place.node.now()) == nil)
        let asked = try latest()
        #expect(try !openings.decide(asked.record, .allowed, hours: 1, reply: nil, by: lawyer), "one's own request")
        #expect(try openings.decide(asked.record, .allowed, hours: 8, reply: "For the hearing.", by: custodian))
        #expect(try !openings.decide(asked.record, .refused, hours: nil, reply: nil, by: custodian), "decided already")
        let decided = try latest()
        #expect(decided.hours == 8 && decided.decidedBy == custodian)
        #expect(try inForce(decided.decided + 8 * 3_600_000 - 1) == .authorisation)
        #expect(try inForce(decided.decided + 8 * 3_600_000) == nil)
        #expect(try openings.decide(asked.record, .ended, hours: nil, reply: nil, by: custodian))
        #expect(try inForce(decided.decided + 1_000) == nil)
        let words = try place.node.database.read { try openings.words(of: asked, $0) }
        #expect(words.reason == "The hearing is tomorrow." && words.reply == "For the hearing.")
        #expect(try NodeMaintenance(place.node).verify().firstFault == nil)
    }

    @Test("Nobody but the gate writes what decides about access")
    func guarded() throws {
        let world = try WebWorld()
        let place = world.places[0]
        for kind in GuardedKinds.all {
            #expect(throws: AppError.self) {
                try place.node.change(by: "somebody") { transaction in
                    _ = try transaction.save(RecordChange(record: RecordIdentifier.random(), kind: kind, answers: [:]))
                }
            }
        }
    }
}
