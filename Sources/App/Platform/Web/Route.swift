import HTTPTypes

/// What is answered at an address. The list of all routes is what the server serves and what the tests of access drive, so there is no other way in.
struct Route: Sendable {
    enum Input: Sendable, Equatable {
        /// Nothing but path and query.
        case none
        /// A form; the token against forged requests is checked before the handler runs.
        case form(limit: Int)
        /// Another body held in memory.
        case bytes(limit: Int)
        /// A body that the handler takes piece by piece.
        case stream(limit: Int)

        static let smallForm = Input.form(limit: 1 << 20)
    }

    var method: HTTPRequest.Method
    /// Such as `/cases/{case}/history`.
    var pattern: String
    var access: Access
    var input: Input
    var handler: @Sendable (WebRequest, AppServices) async throws -> WebResponse
    /// Takes what was sent when the session has ended or the form's token is of an earlier one, so that it is not lost. It must check by itself that the form was ours.
    var rescue: (@Sendable (WebRequest, AppServices) async throws -> WebResponse)?

    /// Asked before the body is read: an answer means that nothing of the body is taken. For routes that know by the address alone whether there is anything for them.
    var admission: (@Sendable (WebRequest, AppServices) async throws -> WebResponse?)?

    /// The only things that somebody who still has to set up a second factor can do: that, and leave.
    var isOpenWithoutSecondFactor: Bool {
        ["/account", "/account/second-factor", "/account/second-factor/confirm", "/sign-out"].contains(pattern)
    }

    static func get(_ pattern: String, _ access: Access, _ handler: @escaping @Sendable (WebRequest, AppServices) async throws -> WebResponse) -> Route {
        Route(method: .get, pattern: pattern, access: access, input: .none, handler: handler)
    }

    func rescued(by rescue: @escaping @Sendable (WebRequest, AppServices) async throws -> WebResponse) -> Route {
        var route = self
        route.rescue = rescue
        return route
    }

    func admitted(by admission: @escaping @Sendable (WebRequest, AppServices) async throws -> WebResponse?) -> Route {
        var route = self
        route.admission = admission
        return route
    }

    static func post(
        _ pattern: String, _ access: Access, input: Input = .smallForm, _ handler: @escaping @Sendable (WebRequest, AppServices) async throws -> WebResponse
    ) -> Route {
        Route(method: .post, pattern: pattern, access: access, input: input, handler: handler)
    }
}

/// Who may use a route at all. What they see on it is decided by the ``Gate``, record by record.
enum Access: Sendable, Hashable {
    /// Also people who are not signed in.
    case anyone
    /// Whoever is signed in, whatever their role.
    case signedIn
    /// Whoever has one of these permissions.
    case permission(Permission)
    /// A program with a token that has this scope.
    case scope(APIScope)
    /// The node of another organisation, or of a relay: what it sends proves by itself whose it is.
    case envelope
}

/// What a role may do. The table of roles and permissions is in `Accounts/`.
enum Permission: String, Sendable, Hashable, CaseIterable {
    /// Open cases that the gate lets through, lists, search.
    case readCases = "read-cases"
    /// Register and change cases and what belongs to them.
    case writeCases = "write-cases"
    /// Assign cases to others, see everybody's tasks.
    case assignCases = "assign-cases"
    /// Case by case the open facts; nothing that identifies anybody.
    case readFacts = "read-facts"
    /// Open facts, counted; nothing that identifies anybody.
    case readStatistics = "read-statistics"
    /// Export what the gate shows.
    case exportRecords = "export-records"
    /// Ask a custodian to see an identity, or open a case in an emergency.
    case askForOpening = "ask-for-opening"
    /// Allow somebody else to see an identity.
    case authoriseIdentity = "authorise-identity"
    /// Accounts, roles, invitations, the organisation's settings.
    case administer
    /// Who helps with what, how partners have answered, what a corridor lacks: nothing of any worker.
    case readDirectory = "read-directory"
    /// Who is in a network.
    case coordinateNetwork = "coordinate-network"
    /// The log of who read and changed what.
    case readLog = "read-log"
}

/// What a token of the API may do.
enum APIScope: String, Sendable, Hashable, CaseIterable {
    case readCases = "cases:read"
    case writeCases = "cases:write"
    case readPeople = "people:read"
    case submitForms = "forms:submit"
    case search
    case readTasks = "tasks:read"
    case writeTasks = "tasks:write"
    case export
    case readFacts = "facts:read"
    case readDirectory = "directory:read"
}
