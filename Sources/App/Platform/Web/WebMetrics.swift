import Synchronization

/// Counts and durations of answers by route, in the text format of Prometheus. Nothing in it tells who asked or about whom.
final class WebMetrics: Sendable {
    /// Upper bounds of the classes of duration, in seconds.
    private static let bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private struct Key: Hashable {
        var route: String
        var status: Int
    }

    private struct Series {
        var count = 0
        var sum = 0.0
        var classes = [Int](repeating: 0, count: WebMetrics.bounds.count)
    }

    private let series = Mutex<[Key: Series]>([:])

    func record(route: String, status: Int, duration: Duration) {
        let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
        series.withLock { all in
            var one = all[Key(route: route, status: status)] ?? Series()
            one.count += 1
            one.sum += seconds
            for (index, bound) in Self.bounds.enumerated() where seconds <= bound { one.classes[index] += 1 }
            all[Key(route: route, status: status)] = one
        }
    }

    func text() -> String {
        var lines = ["# HELP corridor_http_request_seconds Duration of answers.", "# TYPE corridor_http_request_seconds histogram"]
        let all = series.withLock { $0 }.sorted { ($0.key.route, $0.key.status) < ($1.key.route, $1.key.status) }
        for (key, one) in all {
            let labels = "route=\"\(key.route)\",status=\"\(key.status)\""
            for (index, bound) in Self.bounds.enumerated() {
                lines.append("corridor_http_request_seconds_bucket{\(labels),le=\"\(bound)\"} \(one.classes[index])")
            }
            lines.append("corridor_http_request_seconds_bucket{\(labels),le=\"+Inf\"} \(one.count)")
            lines.append("corridor_http_request_seconds_sum{\(labels)} \(one.sum)")
            lines.append("corridor_http_request_seconds_count{\(labels)} \(one.count)")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
