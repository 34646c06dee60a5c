import Foundation
import NIOCore

/// Says in plain words why the server cannot listen where it is to.
enum ListeningFault {
    static func explain(_ error: any Error, _ settings: ServerSettings) -> any Error {
        let place = "port \(settings.port) of \(settings.host)"
        switch error {
        case let error as IOError:
            return AppError("The server cannot listen on \(place): \(remedy(error.errnoCode, settings))", isWrongUse: false)
        case is SocketAddressError, is SocketAddressError.UnknownHost:
            return AppError("host must be an address of this machine, such as 127.0.0.1 or 0.0.0.0, not «\(settings.host)».", isWrongUse: true)
        default: return error
        }
    }

    private static func remedy(_ code: Int32, _ settings: ServerSettings) -> String {
        switch code {
        case EADDRINUSE:
            "another program is there already, perhaps another Corridor. Stop that one (ss -ltnp shows it), or choose another port: --port N, or port: in the configuration file."
        case EACCES:
            "ports below 1024 are not for ordinary accounts. Choose port: 8080 and put a proxy before it, or give the unit AmbientCapabilities=CAP_NET_BIND_SERVICE."
        case EADDRNOTAVAIL:
            "this machine has no such address. Write host: 127.0.0.1 for this machine only, or host: 0.0.0.0 for all its addresses."
        default: String(cString: strerror(code))
        }
    }
}
