import Synchronization

/// What is worked out for one organisation in the background, in step with the journal.
protocol OrganisationBook: Sendable {
    init(_ node: Node)
    /// Breaks off; what was written stays.
    func end()
}

/// The books of all organisations of a node, each made when it is first asked for.
final class OrganisationBooks<Book: OrganisationBook>: Sendable {
    private let books = Mutex<[Int64: Book]>([:])

    func book(of node: Node) -> Book {
        books.withLock { books in
            if let book = books[node.organisation.number] { return book }
            let book = Book(node)
            books[node.organisation.number] = book
            return book
        }
    }

    func end() { for book in books.withLock({ Array($0.values) }) { book.end() } }
}
