/// Arithmetic in GF(2⁸) with the polynomial x⁸ + x⁴ + x³ + x + 1 of AES (FIPS 197 § 4.2), without tables or branches that depend on the
/// values, so that time and cache tell nothing of them.
enum GaloisField {
    /// The product of two elements; the same eight steps for all.
    static func multiply(_ left: UInt8, _ right: UInt8) -> UInt8 {
        var product: UInt8 = 0
        var shifted = left
        for bit in 0..<8 {
            // 0 - bit is a mask of all ones or all zeroes, in place of a branch.
            product ^= shifted & (0 &- (right >> UInt8(bit) & 1))
            shifted = shifted << 1 ^ (0x1B & (0 &- (shifted >> 7)))
        }
        return product
    }

    /// The inverse a²⁵⁴ of an element (Fermat); 0 for 0.
    static func inverse(_ element: UInt8) -> UInt8 {
        var result: UInt8 = 1
        var power = element
        // 254 = 2 + 4 + 8 + … + 128.
        for _ in 0..<7 {
            power = multiply(power, power)
            result = multiply(result, power)
        }
        return result
    }
}

/// Shamir's sharing (How to share a secret, CACM 22(11), 1979), byte by byte over GF(2⁸): each byte of the secret is the value at 0 of a
/// random polynomial of degree threshold − 1, and a share holds the values at its index.
enum SecretSharing {
    /// Values of the polynomials at 1…count. `random` gives the coefficients: (threshold − 1) bytes for each byte of the secret.
    static func split(_ secret: [UInt8], threshold: Int, count: Int, random: (Int) -> [UInt8]) -> [[UInt8]] {
        var coefficients = (1..<threshold).map { _ in random(secret.count) }
        defer { for index in coefficients.indices { coefficients[index].erase() } }
        return (1...count).map { index in
            let x = UInt8(index)
            return secret.indices.map { position in
                // Horner's rule from the highest coefficient to the secret.
                let value = coefficients.reversed().reduce(UInt8(0)) { GaloisField.multiply($0 ^ $1[position], x) }
                return value ^ secret[position]
            }
        }
    }

    /// The values at 0 of the polynomials through these points (Lagrange). The indices, which are public, must differ and not be 0.
    static func combine(_ points: [(index: UInt8, values: [UInt8])]) -> [UInt8] {
        var secret = [UInt8](repeating: 0, count: points.first?.values.count ?? 0)
        for (number, point) in points.enumerated() {
            var weight: UInt8 = 1
            for (other, otherPoint) in points.enumerated() where other != number {
                // Subtraction is exclusive or, so the factor (0 − xⱼ) / (xᵢ − xⱼ) is xⱼ / (xᵢ ⊕ xⱼ).
                let inverse = GaloisField.inverse(point.index ^ otherPoint.index)
                weight = GaloisField.multiply(weight, GaloisField.multiply(otherPoint.index, inverse))
            }
            for position in secret.indices { secret[position] ^= GaloisField.multiply(point.values[position], weight) }
        }
        return secret
    }
}
