import HTTPTypes
import Storage

/// For whoever runs the server: is it alive, can it work, how much does it do.
enum HealthRoutes {
    static var all: [Route] {
        [
            .get("/health/live", .anyone) { _, _ in plain("alive\n") },
            .get("/health/ready", .anyone) { _, services in
                guard let node = services.organisations.all.first else { return plain("no organisation\n", .serviceUnavailable) }
                do {
                    _ = try node.database.read { try $0.first("SELECT number FROM organisation LIMIT 1") { $0.integer(0) } }
                    return plain("ready\n")
                } catch {
                    return plain("the database does not answer\n", .serviceUnavailable)
                }
            },
            .get("/metrics", .anyone) { request, services in
                // Numbers of requests tell when people work; they are for this machine only.
                guard ["127.0.0.1", "::1"].contains(request.clientAddress) else { throw WebError.notFound }
                return plain(services.metrics.text())
            },
        ]
    }

    private static func plain(_ text: String, _ status: HTTPResponse.Status = .ok) -> WebResponse {
        WebResponse(status: status, headers: [.contentType: "text/plain; charset=utf-8"], body: .bytes(Array(text.utf8)))
    }
}
