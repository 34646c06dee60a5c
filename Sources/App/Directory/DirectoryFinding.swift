import Dictionary
import Interchange
import Storage

/// Answers a need from the directory of an organisation.
public struct DirectoryFinding: Sendable {
    let node: Node
    let reader: Reader
    /// Entries in memory; nil to read them from the database.
    private let books: DirectoryBooks?

    public init(_ node: Node, reader: Reader) { self.init(node, reader: reader, books: nil) }

    init(_ node: Node, reader: Reader, books: DirectoryBooks?) {
        self.node = node
        self.books = books
        // Nothing that identifies anybody is compared, so it is not opened either.
        self.reader = Reader(account: reader.account, clearance: min(reader.clearance, .sensitive))
    }

    /// - Returns: services, best first. O(entries of the directory).
    /// - Throws: ``AppError`` or a storage error.
    public func find(_ need: DirectoryNeed) throws -> [DirectorySearch.Result] {
        let listings = try node.database.read { try self.listings($0) }
        let clock = try CountryClock()
        let now = node.now()
        return DirectorySearch(dictionary: node.dictionary).find(need, in: listings) { clock.moment(in: $0, now: now) }
    }

    /// How the givers of services are reached, by record of the service. O(entries of the directory).
    func contacts(of services: [String]) throws -> [String: DirectoryContacts] {
        let entries = try node.database.read { try self.entries($0) }
        let organisations = Dictionary(entries.organisations.map { ($0.record, $0) }, uniquingKeysWith: { first, _ in first })
        let wanted = Set(services)
        return Dictionary(
            entries.services.filter { wanted.contains($0.record) }.map { service in
                (service.record, DirectoryContacts(service, of: service.view.links("organisation").first.flatMap { organisations[$0] }))
            }, uniquingKeysWith: { first, _ in first })
    }

    func listings(_ connection: any Connection) throws -> [DirectoryListing] {
        let entries = try entries(connection)
        let organisations = Dictionary(entries.organisations.map { ($0.record, $0) }, uniquingKeysWith: { first, _ in first })
        let responses = try DirectoryOwners(node: node, connection: connection).responses()
        guard let today = node.today else { return [] }
        return entries.services.map { service in
            let organisation = service.view.links("organisation").first
            return DirectoryListing(
                service, of: organisation.flatMap { organisations[$0] }, today: today, response: organisation.flatMap { responses[$0]?.measured })
        }
    }

    private func entries(_ connection: any Connection) throws -> DirectoryBooks.Entries {
        if let books { return try books.entries(of: node, reader.clearance, connection) }
        var reading = DirectoryReading(node, reader: reader, connection)
        return .init(organisations: try reading.entries("organisation"), services: try reading.entries("service"))
    }
}
