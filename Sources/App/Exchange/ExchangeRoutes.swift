/// Envelopes between organisations: partners, keys, delivery.
enum ExchangeRoutes {
    static let all: [Route] = []
}
