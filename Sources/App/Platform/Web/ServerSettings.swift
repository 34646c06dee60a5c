import Foundation

/// How the server is set up: from the configuration file and the environment.
struct ServerSettings: Sendable {
    var host = "127.0.0.1"
    var port = 8080
    /// The address people use, such as `https://cases.example.org`. Decides whether cookies are bound to TLS.
    var publicAddress = URL(string: "http://127.0.0.1:8080")

    var isSecure: Bool { publicAddress?.scheme == "https" }
}
