/// What goes wrong in a way that the asker is told. The server turns it into a page or, for the API, a problem document.
enum WebError: Error, Sendable, Equatable {
    /// There is no such thing, or this reader may not know of it: the answer is the same.
    case notFound
    /// A link that opens something once: it was used, is too old, was withdrawn or never given; the answer is the same.
    case linkEnded
    /// Not signed in, or no longer. The page asks for it and brings the person back, with what was typed.
    case signInNeeded
    /// Signed in, but the organisation requires a second factor and there is none yet.
    case secondFactorNeeded
    /// Signed in, but the role does not do this.
    case notAllowed
    /// The program's token is for something else; the person may do this.
    case scopeNeeded(String)
    /// The form's token is missing or wrong.
    case formExpired
    case tooLarge
    case unsupportedMediaType
    /// What it needs is being read for the first time since the start.
    case beingPrepared
    /// Too often; the number is seconds to wait.
    case tooManyRequests(retryAfter: Int)
    /// A request that is wrong in itself; the text is a key of the catalogue.
    case badRequest(key: String)
}
