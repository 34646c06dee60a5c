import Exchange
import Storage
import Vault

/// The organisations that this one exchanges with.
public enum Partners {
    /// All but those that were removed, by name.
    static func list(_ node: Node) throws -> [Partner] {
        try node.database.read { try list(node, $0) }
    }

    static func list(_ node: Node, _ connection: any Connection) throws -> [Partner] {
        try PartnerRows(connection, organisation: node.organisation).all().filter { $0.trust != .removed }.sorted {
            ($0.name.lowercased(), $0.identifier) < ($1.name.lowercased(), $1.identifier)
        }
    }

    /// Those that a message can be put for now.
    static func reachable(_ node: Node, _ connection: any Connection) throws -> [Partner] {
        try list(node, connection).filter { $0.trust.isTrusted && $0.changedKeys == nil }
    }

    static func find(_ identifier: String, _ node: Node, _ connection: any Connection) throws -> Partner? {
        try PartnerRows(connection, organisation: node.organisation).find(identifier)
    }

    /// Adds the organisation of an invitation, or takes from it what is new of one that is known. It is not trusted by that; keys that nothing ties to the ones held
    /// stop the exchange until somebody has called.
    /// - Throws: ``ExchangeError``, such as for keys that were replaced since.
    static func add(_ invitation: Invitation, _ node: Node) throws -> Partner {
        guard invitation.organisation != node.organisation.identifier else { throw ExchangeError(.ownInvitation) }
        return try node.database.write { connection in
            let rows = PartnerRows(connection, organisation: node.organisation)
            guard var partner = try rows.find(invitation.organisation) else { return try insert(invitation, node, connection) }
            let wasStopped = partner.changedKeys != nil
            if let keys = following(invitation, from: partner.keys) {
                (partner.keys, partner.name, partner.country) = (keys, invitation.name, invitation.country)
                (partner.mailbox, partner.address, partner.relay) = (invitation.mailbox, invitation.address, invitation.relay)
                (partner.attempts, partner.changedKeys) = (0, nil)
                if partner.trust == .removed { partner.trust = .unverified }
            } else if isOlder(invitation.keys, than: partner.keys) {
                throw ExchangeError(.olderInvitation)
            } else if !partner.trust.isTrusted && partner.trust != .blocked {
                (partner.keys, partner.name, partner.country) = (invitation.keys, invitation.name, invitation.country)
                (partner.mailbox, partner.address, partner.relay) = (invitation.mailbox, invitation.address, invitation.relay)
                partner.trust = .unverified
            } else {
                partner.changedKeys = invitation.keys
            }
            try rows.update(partner)
            if wasStopped, partner.changedKeys == nil, partner.trust.isTrusted { try Vouching.tellAll(to: partner.identifier, node, connection) }
            return try rows.require(partner.identifier)
        }
    }

    /// A partner that is not known yet, not trusted.
    static func insert(_ invitation: Invitation, _ node: Node, _ connection: any Connection) throws -> Partner {
        let partner = Partner(
            identifier: invitation.organisation, name: invitation.name, country: invitation.country, keys: invitation.keys, changedKeys: nil,
            trust: .unverified, vouchedBy: "", trusted: 0, mailbox: invitation.mailbox, address: invitation.address, relay: invitation.relay,
            keyRecord: RecordIdentifier.random(), state: ChannelState(), attempts: 0, due: Partner.never, arrived: 0, trouble: nil, clockOffset: 0)
        var keyring = RecordKeyring(connection, organisation: node.organisation, keys: node.keys)
        _ = try keyring.makeKey(of: partner.keyRecord)
        try PartnerRows(connection, organisation: node.organisation).insert(partner, added: Int64(node.now()))
        return partner
    }

    /// The keys of an invitation if they are the ones held, or follow on them by signed replacements; nil if nothing ties them together.
    private static func following(_ invitation: Invitation, from held: OrganisationPublicKeys) -> OrganisationPublicKeys? {
        var keys = held
        for rotation in invitation.rotations {
            let known = rotation.kind == .signing ? keys.signingGeneration : keys.receivingGeneration
            guard rotation.generation > known else { continue }
            guard let next = try? keys.applying(rotation) else { return nil }
            keys = next
        }
        return keys.fingerprint == invitation.keys.fingerprint ? keys : nil
    }

    /// Whether keys were replaced by those held. Whose they are is not proved: they are put in no place.
    private static func isOlder(_ keys: OrganisationPublicKeys, than held: OrganisationPublicKeys) -> Bool {
        let generations = [(keys.signingGeneration, held.signingGeneration), (keys.receivingGeneration, held.receivingGeneration)]
        return generations.allSatisfy { $0.0 <= $0.1 } && generations.contains { $0.0 < $0.1 }
    }

    /// The code that both sides see, in six groups: of the keys that an invitation changed to, if there are some.
    static func code(with partner: Partner, _ node: Node) -> [String] {
        PairCode.groups(node.keys.publicKeys, partner.changedKeys ?? partner.keys)
    }

    /// The half of the code that this side reads out, and the one that it hears: the organisation whose identifier comes first reads the first half.
    static func halves(with partner: Partner, _ node: Node) -> (ours: [String], theirs: [String]) {
        let code = code(with: partner, node)
        let (first, last) = (Array(code.prefix(3)), Array(code.suffix(3)))
        return node.organisation.identifier.utf8.lexicographicallyPrecedes(partner.identifier.utf8) ? (first, last) : (last, first)
    }

    /// Trusts the partner's keys when the half of the code that the partner has read out is the one computed here. All of the code is not taken: whoever has not heard the
    /// partner could copy it from this side alone.
    static func verify(_ identifier: String, code typed: String, _ node: Node) throws {
        try node.database.write { connection in
            let rows = PartnerRows(connection, organisation: node.organisation)
            var partner = try rows.require(identifier)
            guard partner.trust != .removed else { throw ExchangeError(.removedPartner) }
            guard partner.trust != .blocked else { throw ExchangeError(.blockedPartner) }
            let digits = DecimalDigits.ascii(typed)
            guard halves(with: partner, node).theirs.joined() == digits else { throw ExchangeError(.wrongCode) }
            let hadOtherKeys = partner.changedKeys != nil
            trust(&partner, as: .verified, node)
            try rows.update(partner)
            // Nothing ties these keys to those that signed what it said before.
            if hadOtherKeys { try KeyWords(node: node, connection: connection).remove(by: identifier) }
            try Vouching.renew(on: identifier, node, connection)
            try Vouching.tellAll(to: identifier, node, connection)
            try Vouching.showAll(by: identifier, node, connection)
        }
    }

    /// Trusts exactly these keys because the coordinator of a network, who is trusted, has signed for them. The caller has checked the signature.
    static func vouch(_ identifier: String, keys fingerprint: String, by coordinator: String, _ node: Node, _ connection: any Connection) throws {
        let rows = PartnerRows(connection, organisation: node.organisation)
        var partner = try rows.require(identifier)
        guard partner.trust == .unverified, partner.changedKeys == nil, partner.keys.fingerprint == fingerprint else { return }
        partner.vouchedBy = coordinator
        trust(&partner, as: .vouched, node)
        try rows.update(partner)
        try Vouching.tellAll(to: identifier, node, connection)
    }

    private static func trust(_ partner: inout Partner, as trust: PartnerTrust, _ node: Node) {
        if let changed = partner.changedKeys { (partner.keys, partner.changedKeys) = (changed, nil) }
        (partner.trust, partner.trusted, partner.trouble, partner.attempts) = (trust, Int64(node.now()), nil, 0)
        if partner.unconfirmed > 0 || partner.state.isReportOwed { partner.due = Int64(node.now()) }
    }

    /// Blocks, unblocks (it is to be verified again) or removes a partner. What was still to go to a removed one is thrown away, what it said of the keys of others is
    /// forgotten, and what was said here of its own keys is taken back.
    static func set(_ trust: PartnerTrust, of identifier: String, _ node: Node) throws {
        try node.database.write { connection in
            let rows = PartnerRows(connection, organisation: node.organisation)
            var partner = try rows.require(identifier)
            guard !trust.isTrusted else { throw ExchangeError(.unverifiedPartner) }
            (partner.trust, partner.due, partner.trouble) = (trust, Partner.never, nil)
            if trust == .removed {
                (partner.changedKeys, partner.isCoordinator, partner.vouchedBy) = (nil, false, "")
                try DatabaseChannelStore.channel(with: partner, node: node, connection).store.removeAllContent()
                try KeyWords(node: node, connection: connection).remove(by: identifier)
            }
            try rows.update(partner)
            try Vouching.takeBack(on: identifier, node, connection)
        }
    }

    /// Makes two organisations trust each other's keys without a call: for those that one key holder has on one node, for demonstrations and tests.
    public static func verifyEachOther(_ first: Node, _ second: Node) throws {
        for (node, other) in [(first, second), (second, first)] {
            let partner = try add(try Invitation.own(other), node)
            try verify(partner.identifier, code: halves(with: partner, node).theirs.joined(), node)
        }
    }
}

/// Digits of any script, as ASCII.
enum DecimalDigits {
    /// A time of the day as it is typed, such as `14:35`, in digits of any script.
    static func time(_ text: String) -> String { text.split(whereSeparator: { ":.٫".contains($0) }).map { ascii(String($0)) }.joined(separator: ":") }

    static func ascii(_ text: String) -> String {
        text.unicodeScalars.compactMap { scalar in
            scalar.properties.numericType == .decimal ? scalar.properties.numericValue.map { String(Int($0)) } : nil
        }.joined()
    }
}
