/// Fields of a form or query in the order in which they came. A name may come several times.
struct FormFields: Sendable, Hashable {
    struct Item: Sendable, Hashable {
        var name: String
        var value: String
    }

    var items: [Item] = []

    /// The first value of a name as it was sent; nil if the name did not come.
    subscript(_ name: String) -> String? { items.first { $0.name == name }?.value }

    /// All values of a name.
    func all(_ name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }

    /// The first value without spaces around it; nil if it is empty or did not come.
    func text(_ name: String) -> String? {
        guard let value = self[name]?.trimmingSpaces, !value.isEmpty else { return nil }
        return value
    }

    /// Whether a box of this name was ticked.
    func isTicked(_ name: String) -> Bool { self[name] != nil }
}

extension String {
    /// Without white space at both ends.
    var trimmingSpaces: String {
        var scalars = unicodeScalars[...]
        while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        return String(scalars)
    }
}

/// A file that came with a form.
struct UploadedFile: Sendable {
    /// The name of the form's field.
    var field: String
    /// The name the file had on the device, without folders.
    var fileName: String
    /// As the browser said; not to be trusted.
    var mediaType: String
    var bytes: [UInt8]
}
