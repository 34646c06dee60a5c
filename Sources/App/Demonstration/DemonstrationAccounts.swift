import Dictionary
import Journal
import Storage

/// Made-up accounts for trying the web application out: in the first organisation one for each way of working, and a second organisation with cases of its own.
public struct DemonstrationAccounts: Sendable {
    /// With what one signs in.
    public struct SignIn: Sendable {
        public var name: String
        public var passphrase: String
        public var role: String
        public var organisation: String
    }

    private let node: Node

    public init(_ node: Node) {
        self.node = node
    }

    /// - Parameters:
    ///   - secondCases: how many cases the second organisation has.
    ///   - progress: called now and then with what has been made of these.
    public func make(secondCases: Int, seed: UInt64, progress: (DemonstrationOutcome) -> Void = { _ in }) throws -> [SignIn] {
        let second = try NodeOrganisations(node).add(name: "Partner organisation (generated)", country: "QA")
        _ = try Demonstration(second, cases: secondCases, seed: seed).run(progress: progress)
        var signIns: [SignIn] = []
        for role in Role.allCases { signIns.append(try account(Self.name(of: role), role, node)) }
        for organisation in [node, second] { try reachable(organisation) }
        for role in [Role.supervisor, .caseworker] { signIns.append(try account("partner-\(Self.name(of: role))", role, second)) }
        try assignSome()
        return signIns
    }

    /// The accounts of one organisation, with which one signs in to a node of its own.
    public func makeForOneOrganisation() throws -> [SignIn] {
        try reachable(node)
        return try [Role.supervisor, .caseworker, .administrator].map { try account(Self.name(of: $0), $0, node) }
    }

    /// A number that nobody has, so that posters can be tried out.
    private func reachable(_ node: Node) throws {
        try OrganisationSettings(publicContact: "+999 100 1000 (generated)").write(to: node, by: "demonstration")
    }

    private func account(_ name: String, _ role: Role, _ node: Node) throws -> SignIn {
        // Random for each node, so that a demonstration left running is no open door.
        let passphrase = "demo-" + RecordIdentifier.random().lowercased()
        let service = try AccountService(OrganisationDirectory([node]))
        let token = try service.invite([role], to: node, by: Reader.keyHolder.account, now: node.now())
        try service.accept(token, displayName: "\(name) (generated)", signInName: name, passphrase: passphrase, language: nil, now: node.now())
        return SignIn(name: name, passphrase: passphrase, role: role.rawValue, organisation: node.organisation.name)
    }

    private static func name(of role: Role) -> String { role == .legal ? "lawyer" : role.rawValue }

    /// The caseworker has some cases of their own, of which some are the lawyer's too and some were referred to the partner.
    private func assignSome() throws {
        let (accounts, cases) = try node.database.read { connection in
            (
                try [Role.caseworker, .legal, .partner].compactMap {
                    try AccountRows(node: node, connection: connection).account(signInName: Self.name(of: $0))
                },
                try connection.all(
                    "SELECT record FROM record_state WHERE organisation = ? AND kind = 'case' AND retracted = 0 AND erased = 0 ORDER BY created DESC, record LIMIT 40",
                    [.integer(node.organisation.number)]
                ) { $0.text(0) }
            )
        }
        try node.change(by: "demonstration") { transaction in
            for (number, record) in cases.enumerated() {
                let assigned = accounts.prefix(number % 4 == 0 ? 3 : number % 2 == 0 ? 2 : 1)
                let value = try FieldValue(list: assigned.map { try FieldValue(link: $0.identifier) }, type: .link)
                try transaction.save(RecordChange(record: record, kind: "case", answers: ["assigned-to": Answer(value)]))
            }
            guard let caseworker = accounts.first, let today = node.today else { return }
            try DemonstrationDay(node: node, account: caseworker.identifier, today: today).plan(cases, in: transaction)
            try DemonstrationTracing(node: node, today: today).save(cases, in: transaction)
        }
    }
}
