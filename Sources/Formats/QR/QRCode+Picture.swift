extension QRCode {
    /// Light modules that have to surround a code on each side (ISO/IEC 18004:2015, section 6.3.8).
    public static let quietZone = 4

    /// The dark modules as the path of an SVG picture whose unit is a module, moved by the quiet zone: a rectangle for each run in a row. O(size²).
    public var path: String {
        var path = ""
        for row in 0..<size {
            var column = 0
            while column < size {
                let start = column
                while column < size, self[column, row] { column += 1 }
                if column > start {
                    path += "M\(start + Self.quietZone) \(row + Self.quietZone)h\(column - start)v1h-\(column - start)z"
                } else {
                    column += 1
                }
            }
        }
        return path
    }

    /// A picture of its own, eight pixels a module: black on white. O(size²).
    public var svg: String {
        let side = size + 2 * Self.quietZone
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(side) \(side)" width="\(side * 8)" height="\(side * 8)" shape-rendering="crispEdges">\
            <rect width="\(side)" height="\(side)" fill="#fff"/><path d="\(path)" fill="#000"/></svg>

            """
    }
}
