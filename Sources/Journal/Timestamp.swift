/// A reading of the hybrid logical clock: physical milliseconds, a counter for what happened within the same millisecond, and the device.
///
/// Written as 24 lower-case hexadecimal digits, so that the order of the texts is the order of the readings, and one text is never used twice.
/// After Kulkarni, Demirbas, Madappa, Avva and Leone, «Logical Physical Clocks and Consistent Snapshots in Globally Distributed Databases» (2014).
public struct Timestamp: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The greatest number of milliseconds that fits the 48 bits of the written form, in the year 10889.
    public static let greatestMilliseconds: UInt64 = 0xffff_ffff_ffff

    /// Milliseconds since 1970-01-01T00:00:00Z; 48 bits.
    public var milliseconds: UInt64
    public var counter: UInt16
    public var device: DeviceIdentifier

    public init(milliseconds: UInt64, counter: UInt16, device: DeviceIdentifier) {
        self.milliseconds = min(milliseconds, Timestamp.greatestMilliseconds)
        self.counter = counter
        self.device = device
    }

    /// Reads the written form; nil unless it is 24 lower-case hexadecimal digits.
    public init?(_ text: String) {
        var text = text
        let parts: (UInt64, UInt64, UInt64)? = text.withUTF8 { digits in
            guard digits.count == 24,
                let milliseconds = Hexadecimal.integer(digits[0..<12]),
                let counter = Hexadecimal.integer(digits[12..<16]),
                let device = Hexadecimal.integer(digits[16..<24])
            else { return nil }
            return (milliseconds, counter, device)
        }
        guard let (milliseconds, counter, device) = parts else { return nil }
        self.init(milliseconds: milliseconds, counter: UInt16(counter), device: DeviceIdentifier(UInt32(device)))
    }

    public var description: String {
        var text: [UInt8] = []
        append(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    func append(to text: inout [UInt8]) {
        Hexadecimal.append(milliseconds, digits: 12, to: &text)
        Hexadecimal.append(UInt64(counter), digits: 4, to: &text)
        Hexadecimal.append(UInt64(device.number), digits: 8, to: &text)
    }

    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        (left.milliseconds, left.counter, left.device.number) < (right.milliseconds, right.counter, right.device.number)
    }
}

/// A device on which entries are made: a server, a laptop, a phone. Drawn at random when it is set up.
public struct DeviceIdentifier: Sendable, Hashable, CustomStringConvertible {
    public var number: UInt32

    public init(_ number: UInt32) {
        self.number = number
    }

    public static func random() -> DeviceIdentifier {
        DeviceIdentifier(UInt32.random(in: 1...UInt32.max))
    }

    public var description: String {
        var text: [UInt8] = []
        Hexadecimal.append(UInt64(number), digits: 8, to: &text)
        return String(decoding: text, as: UTF8.self)
    }
}

/// The clock of one device. It never goes back, also when the machine's clock does, and never behind an entry it has seen.
public struct HybridClock: Sendable {
    public let device: DeviceIdentifier
    private var milliseconds: UInt64
    private var counter: UInt16

    /// - Parameter last: the latest timestamp that this device has made or seen.
    public init(device: DeviceIdentifier, last: Timestamp? = nil) {
        self.device = device
        milliseconds = last?.milliseconds ?? 0
        counter = last?.counter ?? 0
    }

    /// The next reading, greater than all before it, except at the end of what 48 bits hold, where it stays: there only a broken clock leads, and a
    /// reading that went back would do more harm than two that are equal, which the order of entries allows for.
    /// - Parameter now: what the machine's clock says, in milliseconds since 1970.
    public mutating func tick(now: UInt64) -> Timestamp {
        let now = min(now, Timestamp.greatestMilliseconds)
        if now > milliseconds {
            milliseconds = now
            counter = 0
        } else if counter < .max {
            counter += 1
        } else if milliseconds < Timestamp.greatestMilliseconds {
            // 65,536 readings within one millisecond: borrow from the next one.
            milliseconds += 1
            counter = 0
        }
        return Timestamp(milliseconds: milliseconds, counter: counter, device: device)
    }

    /// Takes note of an entry of another device, so that what is written after reading it is also later by the clock.
    public mutating func observe(_ other: Timestamp) {
        if (other.milliseconds, other.counter) > (milliseconds, counter) {
            milliseconds = other.milliseconds
            counter = other.counter
        }
    }
}
