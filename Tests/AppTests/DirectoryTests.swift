import Dictionary
import Formats
import Foundation
import Interchange
import Journal
import Storage
import TestSupport
import Testing
import Vault

@testable import App

/// The directory in a node: in, out, found, followed.
@Suite("Directory and network")
struct DirectoryTests {
    private static let hasExamples = GroundTruth.has("hsds-3.0/examples/organization_full.json")
    private static let hasSeed = GroundTruth.has("directory-seed.csv")

    private func importFile(_ world: World, _ path: String) throws -> DirectoryOutcome {
        let read = try DirectoryExchange.read(GroundTruth.url(path), dictionary: world.node.dictionary)
        return try DirectoryExchange(world.node).save(read.entries, leftOut: read.leftOut, source: path, by: "operator")
    }

    private func find(_ world: World, _ change: (inout DirectoryNeed) -> Void) throws -> [DirectorySearch.Result] {
        var need = DirectoryNeed()
        change(&need)
        return try DirectoryFinding(world.node, reader: .keyHolder).find(need)
    }

    @Test("The examples of HSDS go in twice and come out as they were", .enabled(if: hasExamples, "the examples of HSDS are not here"))
    func examples() throws {
        let world = try World()
        #expect(try importFile(world, "hsds-3.0/examples/organization_full.json").saved == 2)
        #expect(try importFile(world, "hsds-3.0/examples/organization_full.json").saved == 0)
        let document = try DirectoryExchange(world.node).document(for: .keyHolder)
        let source = try HSDSDocument(json: GroundTruth.bytes("hsds-3.0/examples/organization_full.json"), file: "x")
        #expect(JSONValue.object(document.organizations[0]).canonicalBytes() == JSONValue.object(source.organizations[0]).canonicalBytes())
        #expect(JSONValue.object(document.services[0]).canonicalBytes() == JSONValue.object(source.services[0]).canonicalBytes())
        // Without identity, no contact person goes out.
        let open = try DirectoryExchange(world.node).document(for: Reader(account: "x", clearance: .sensitive))
        #expect(!String(decoding: open.page.canonicalBytes(), as: UTF8.self).contains("Ann Persona"))
    }

    @Test("Missions are found by nationality and country; no number of the list is given to anybody", .enabled(if: hasSeed, "the list of missions is not here"))
    func missions() throws {
        let world = try World()
        let outcome = try importFile(world, "directory-seed.csv")
        #expect(outcome.saved > 200)
        let found = try find(world) { ($0.types, $0.country, $0.nationality) = (["consular-help"], "QA", "NP") }
        #expect(found.first?.listing.organisationName.contains("Nepal") == true)
        #expect(found.first?.isExcluded == false && found.dropFirst().allSatisfy(\.isExcluded))
        #expect(found.first?.against.contains { $0.kind == .neverConfirmed } == true)
        let table = try String(decoding: GroundTruth.bytes("directory-seed.csv"), as: UTF8.self)
        #expect(table.contains("+60-82-461734"))
        let page = try DirectoryExchange(world.node).document(for: .keyHolder).page.canonicalBytes()
        #expect(!String(decoding: page, as: UTF8.self).contains("+60-82-461734"))
    }

    @Test("The made-up directory answers the question of the first night")
    func firstNight() throws {
        let world = try World()
        let entries = try world.node.change(by: "x") { try DemonstrationDirectory(node: world.node).save(in: $0) }
        #expect(entries > 15)
        let need = try NeedReader.standard().read("a domestic worker, Nepali, in Beirut, left her employer tonight").need
        let found = try DirectoryFinding(world.node, reader: .keyHolder).find(need)
        #expect(found.first?.listing.serviceName == "Night shelter for women")
        #expect(found.first?.reasons.contains { $0.kind == .placesFree && $0.number == 3 } == true)
        #expect(found.contains { $0.listing.serviceName == "Legal desk for domestic workers" })
    }

    @Test("What partners did with referrals moves them in the results")
    func response() throws {
        let world = try World()
        _ = try world.node.change(by: "x") { try DemonstrationDirectory(node: world.node).save(in: $0) }
        let before = try find(world) { ($0.types, $0.country) = (["legal-aid"], "QA") }
        let partner = try #require(before.first?.listing.organisation)
        let saved = try world.saveCase()
        for index in 0..<6 {
            try world.node.change(by: "x") { transaction in
                try transaction.save(
                    RecordChange(
                        record: RecordIdentifier.random(), kind: "referral",
                        answers: [
                            "case": Answer(.link(saved.case)), "direction": Answer(.code("outgoing")), "to-organisation": Answer(.link(partner)),
                            "status": Answer(.code(index == 0 ? "declined" : "expired")), "refusal-reason": index == 0 ? Answer(.code("no-capacity")) : nil,
                            "needs": Answer(try FieldValue(list: [.code("legal-aid")], type: .codes)),
                            "sent-on": Answer(.date(try PartialDate(edtf: "2026-01-02"))),
                            "acknowledge-by": Answer(.date(try PartialDate(edtf: "2026-01-03"))),
                            "acknowledged-on": index == 0 ? Answer(.date(try PartialDate(edtf: "2026-01-03"))) : nil,
                        ]))
            }
        }
        let response = try #require(try world.node.database.read { try PartnerResponses(node: world.node, connection: $0).all()[partner] })
        #expect(response.sent == 6 && response.asked == 6 && response.acknowledgedInTime == 1 && response.refusals == ["no-capacity": 1])
        #expect(response.medianMinutes == 1_440 && response.open == 0)
        let after = try find(world) { ($0.types, $0.country) = (["legal-aid"], "QA") }
        #expect(after.first?.score ?? 1 < before.first?.score ?? 0)
        #expect(after.first?.against.contains { $0.kind == .answersLate } == true)
        // A referral that only names the partner is counted for the entry with that name; one accepted at once was acknowledged with it.
        for name in ["Gulf Wage Clinic (made up)", "Unlisted House"] {
            try world.node.change(by: "x") { transaction in
                try transaction.save(
                    RecordChange(
                        record: RecordIdentifier.random(), kind: "referral",
                        answers: [
                            "case": Answer(.link(saved.case)), "direction": Answer(.code("outgoing")), "to-name": Answer(.text(name)),
                            "status": Answer(.code("accepted")), "acknowledge-by": Answer(.date(try PartialDate(edtf: "2026-01-03"))),
                            "decided-on": Answer(.date(try PartialDate(edtf: "2026-01-02"))),
                        ]))
            }
        }
        let named = try world.node.database.read { try PartnerResponses(node: world.node, connection: $0).all() }
        #expect(named[partner]?.sent == 7 && named[partner]?.accepted == 1 && named["name:Unlisted House"]?.acknowledgedInTime == 1)
        let picture = try world.node.database.read {
            try CorridorPicture(from: "NP", to: "QA", node: world.node, try DirectoryBooks().entries(of: world.node, .sensitive, $0), connection: $0)
        }
        #expect(picture.atDestination.contains { $0.record == partner } && picture.atOrigin.contains { $0.types.contains("airport-desk") })
        #expect(picture.gapsAtDestination.map(\.type).contains("repatriation") && !picture.gapsAtDestination.map(\.type).contains("shelter"))
    }

    @Test("An agreement allows its purposes up to its sensitivity until its last day")
    func agreements() throws {
        let world = try World()
        func verdict(_ purpose: String, _ sensitivity: Sensitivity, _ day: String, partner: String = "P") throws -> Agreements.Verdict {
            let day = try #require(try PartialDate(edtf: day).earliest)
            return try world.node.database.read {
                try Agreements(node: world.node, connection: $0).allow(purpose, of: sensitivity, with: partner, on: day)
            }
        }
        #expect(try verdict("referral", .open, "2026-03-01") == .noAgreement)
        let agreement = Agreement(
            identifier: "A", partner: "P", purposes: ["referral"], clearance: .sensitive, since: "2026-02-01", until: "2026-06-30", ended: "", words: "Text",
            madeBy: "x")
        for _ in 0..<2 { try world.node.database.write { try Agreements(node: world.node, connection: $0).add(agreement) } }
        #expect(try verdict("referral", .sensitive, "2026-06-30") == .allowed(agreement))
        #expect(try verdict("referral", .identity, "2026-03-01") == .notCovered(agreement))
        #expect(try verdict("transfer", .open, "2026-03-01") == .notCovered(agreement))
        #expect(try verdict("referral", .open, "2026-07-01") == .expired(agreement))
        #expect(try verdict("referral", .open, "2026-01-31") == .expired(agreement))
        #expect(try verdict("referral", .open, "2026-03-01", partner: "Q") == .noAgreement)
        let day = try #require(try PartialDate(edtf: "2026-04-01").earliest)
        try world.node.database.write { try Agreements(node: world.node, connection: $0).end("A", on: day) }
        #expect(try verdict("referral", .open, "2026-03-31").isAllowed)
        #expect(try !verdict("referral", .open, "2026-04-01").isAllowed)
    }

    // MARK: Feeds

    /// Says of all entries that they are this organisation's own.
    private func ownAll(_ world: World) throws {
        try world.node.change(by: "x") { transaction in
            var reading = DirectoryReading(world.node, reader: .keyHolder, transaction.connection)
            let entries = PartnerEntries(node: world.node, connection: transaction.connection)
            for entry in try reading.entries("organisation") { try entries.tie(entry.record, to: world.node.organisation.identifier, in: transaction) }
        }
    }

    @Test("A feed is followed once its code was compared, or its coordinator vouches; nobody's feed changes another's entries")
    func feeds() throws {
        let (owner, follower, coordinator) = (try World(), try World(), try World())
        _ = try owner.node.change(by: "x") { try DemonstrationDirectory(node: owner.node).save(in: $0) }
        try ownAll(owner)
        for world in [owner, coordinator] {
            _ = try DirectoryWork(node: world.node, account: "x").add(
                "organisation", ["names": Answer(.list([.name(try PersonName(full: "Own house"))])), "country": Answer(.code("NP"))], of: nil, isOwn: true, submission: "1")
        }
        let bytes = try DirectoryFeed.bytes(of: owner.node)
        let feed = try DirectoryFeed(bytes: bytes, file: "feed")
        #expect(throws: AppError.self) { try DirectoryFollowing(follower.node).follow(feed, by: "x") }
        #expect(throws: AppError.self) { try DirectoryFollowing(follower.node).follow(feed, comparedCode: "0000", by: "x") }
        #expect(throws: AppError.self) { try DirectoryFollowing(owner.node).follow(feed, by: "x") }
        let vouched = try DirectoryFeed(
            bytes: try SignedFeed.adding(try SignedFeed.vouch(for: feed.keys, by: coordinator.node), to: bytes), file: "feed")
        #expect(throws: AppError.self) { try DirectoryFollowing(follower.node).follow(vouched, by: "x") }
        let coordinating = try DirectoryFeed(bytes: try DirectoryFeed.bytes(of: coordinator.node), file: "c")
        _ = try DirectoryFollowing(follower.node).follow(
            coordinating, comparedCode: coordinating.keys.verificationCode, isCoordinator: true, by: "x")
        let outcome = try DirectoryFollowing(follower.node).follow(vouched, by: "x")
        #expect(outcome.trust == .vouched && outcome.entries.saved > 15)
        // The follower's own feed has nothing of others in it.
        #expect(try DirectoryFeed(bytes: DirectoryFeed.bytes(of: follower.node), file: "f").document.services.isEmpty)
        let names = try follower.node.database.read { connection in
            var reading = DirectoryReading(follower.node, reader: .keyHolder, connection)
            return try reading.entries("organisation").map { $0.view.text("source") ?? "" }
        }
        #expect(Set(names) == ["Feed of Test Helpline"])
    }

    @Test("A feed that was altered in any part is refused")
    func alteredFeed() throws {
        let world = try World()
        _ = try world.node.change(by: "x") { try DemonstrationDirectory(node: world.node).save(in: $0) }
        try ownAll(world)
        let bytes = try DirectoryFeed.bytes(of: world.node)
        let text = String(decoding: bytes, as: UTF8.self)
        for (old, new) in [("Cedar House", "Cedar Horse"), ("\"issued\":", "\"issued\":1"), ("+999", "+998")] {
            let altered = text.replacingOccurrences(of: old, with: new)
            #expect(altered != text)
            #expect(throws: (any Error).self) { try DirectoryFeed(bytes: Array(altered.utf8), file: "feed") }
        }
        #expect(throws: AppError.self) { try DirectoryFeed(bytes: Array("{}".utf8), file: "feed") }
    }
}
