/// Rows read a page at a time, so that other statements can be run between two rows and memory stays bounded.
struct PagedRows<Element> {
    private let fetch: (_ after: Element?) throws -> [Element]
    private var page: ArraySlice<Element> = []
    private var last: Element?
    private var isAtEnd = false

    /// - Parameter fetch: the rows that come next after a given one, or the first ones; none at the end.
    init(_ fetch: @escaping (_ after: Element?) throws -> [Element]) {
        self.fetch = fetch
    }

    /// The next row without taking it.
    mutating func peek() throws -> Element? {
        if page.isEmpty && !isAtEnd {
            page = try fetch(last)[...]
            last = page.last ?? last
            isAtEnd = page.isEmpty
        }
        return page.first
    }

    mutating func next() throws -> Element? {
        let element = try peek()
        page = page.dropFirst()
        return element
    }
}
