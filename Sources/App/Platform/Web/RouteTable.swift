import HTTPTypes

/// All routes, found by method and path. Building it fails if two routes answer the same address.
struct RouteTable: Sendable {
    /// What the product serves.
    static var product: [Route] {
        let features = [
            AssetRoutes.all,
            HealthRoutes.all,
            AccountRoutes.all,
            CaseListRoutes.all,
            CaseRoutes.all,
            CaseWorkRoutes.all,
            ConsentRoutes.all,
            TaskRoutes.all,
            SearchRoutes.all,
            FormRoutes.all,
            DocumentRoutes.all,
            LetterRoutes.all,
            OpeningRoutes.all,
            FactsRoutes.all,
            LogRoutes.all,
            SettingsRoutes.all,
            APIRoutes.all,
            NotificationRoutes.all,
            DirectoryRoutes.all,
            ExchangeRoutes.all,
            ReferralRoutes.all,
            NetworkRoutes.all,
            TracingRoutes.all,
            DuplicateRoutes.all,
            LinkageRoutes.all,
            RecordRoutes.all,
            SubmissionRoutes.all,
            WatchlistRoutes.all,
            PatternRoutes.all,
            ClaimRoutes.all,
            PolicyRoutes.all,
        ]
        return features.flatMap { $0 }
    }

    /// What a path leads to.
    enum Finding: Sendable {
        case route(Route, parameters: [String: String])
        /// The path is known, the method is not.
        case otherMethods([HTTPRequest.Method])
        case nothing
    }

    private struct Node: Sendable {
        var literals: [String: Node] = [:]
        var parameter: [Node] = []
        var routes: [String: (route: Route, names: [String])] = [:]
    }

    let routes: [Route]
    private var root = Node()

    init(_ routes: [Route]) throws(AppError) {
        self.routes = routes
        for route in routes {
            let segments = route.pattern.split(separator: "/").map(String.init)
            let names = segments.filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
            guard RouteTable.insert(route, segments[...], names, &root) else {
                throw AppError("Two routes answer \(route.method.rawValue) \(route.pattern).")
            }
        }
    }

    /// O(segments), a literal segment before a named one.
    func find(_ method: HTTPRequest.Method, _ segments: [String]) -> Finding {
        var values: [String] = []
        guard let node = RouteTable.walk(root, segments[...], &values) else { return .nothing }
        // A HEAD is answered as a GET without its body.
        guard let found = node.routes[method == .head ? HTTPRequest.Method.get.rawValue : method.rawValue] else {
            return .otherMethods(node.routes.keys.sorted().compactMap { HTTPRequest.Method($0) })
        }
        return .route(found.route, parameters: [String: String](zip(found.names, values).map { ($0, $1) }, uniquingKeysWith: { $1 }))
    }

    private static func insert(_ route: Route, _ segments: ArraySlice<String>, _ names: [String], _ node: inout Node) -> Bool {
        guard let first = segments.first else {
            return node.routes.updateValue((route, names), forKey: route.method.rawValue) == nil
        }
        if first.hasPrefix("{") {
            if node.parameter.isEmpty { node.parameter.append(Node()) }
            return insert(route, segments.dropFirst(), names, &node.parameter[0])
        }
        return insert(route, segments.dropFirst(), names, &node.literals[first, default: Node()])
    }

    private static func walk(_ node: Node, _ segments: ArraySlice<String>, _ values: inout [String]) -> Node? {
        guard let first = segments.first else { return node.routes.isEmpty ? nil : node }
        if let next = node.literals[first], let found = walk(next, segments.dropFirst(), &values) { return found }
        guard let next = node.parameter.first else { return nil }
        let count = values.count
        values.append(first)
        if let found = walk(next, segments.dropFirst(), &values) { return found }
        values.removeLast(values.count - count)
        return nil
    }
}
