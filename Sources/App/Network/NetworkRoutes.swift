/// Networks of organisations: members, agreements, measured response.
enum NetworkRoutes {
    static let all: [Route] = []
}
