import Formats

/// A QR code as a picture in a page: one path of dark modules on white, whatever the colours around it, with the quiet zone that readers need.
enum QRPicture {
    /// - Parameter label: what the code is, for whoever does not see it.
    static func write(_ html: inout HTMLWriter, _ code: QRCode, label: String) {
        let side = code.size + 2 * QRCode.quietZone
        html.element("div", [.class("qr")]) { html in
            html.element(
                "svg",
                [
                    Attribute("viewBox", "0 0 \(side) \(side)"), .role("img"), Attribute("aria-label", label), Attribute("shape-rendering", "crispEdges"),
                ]
            ) { html in
                html.element("rect", [Attribute("width", "\(side)"), Attribute("height", "\(side)"), Attribute("fill", "#fff")])
                html.element("path", [Attribute("d", code.path), Attribute("fill", "#000")])
            }
        }
    }
}
