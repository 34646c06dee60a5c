// Digests for the expressions of forms, for the few forms that use them: MD5 (RFC 1321), SHA-1, SHA-256, SHA-384 and SHA-512 (FIPS 180-4).
// The browser's own are not there on pages without TLS, and answer too late for an expression.
"use strict";
globalThis.corridorDigest = (() => {
  const primes = [];
  for (let number = 2; primes.length < 80; number++) if (primes.every((prime) => number % prime)) primes.push(number);

  // Whole parts of fractional roots of primes, as the standard's constants are made: 64 bits of the square or cube root.
  const root = (prime, degree) => {
    const wanted = BigInt(prime) << BigInt(64 * degree);
    let [low, high] = [0n, 1n << 72n];
    while (low < high) {
      const middle = (low + high + 1n) / 2n;
      if (middle ** BigInt(degree) <= wanted) low = middle; else high = middle - 1n;
    }
    return low & ((1n << 64n) - 1n);
  };

  const padded = (bytes, block, lengthBytes, isLittle) => {
    const size = Math.ceil((bytes.length + 1 + lengthBytes) / block) * block;
    const data = new Uint8Array(size);
    data.set(bytes);
    data[bytes.length] = 128;
    new DataView(data.buffer).setBigUint64(size - 8, BigInt(bytes.length) * 8n, isLittle);
    return new DataView(data.buffer);
  };
  const turned = (word, bits) => (word << bits) | (word >>> (32 - bits));
  const out = (words, isLittle) => {
    const view = new DataView(new ArrayBuffer(words.length * 4));
    words.forEach((word, index) => view.setUint32(index * 4, word >>> 0, isLittle));
    return new Uint8Array(view.buffer);
  };

  const md5 = (bytes) => {
    const view = padded(bytes, 64, 8, true), shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
    const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
    for (let start = 0; start < view.byteLength; start += 64) {
      let [a, b, c, d] = state;
      for (let step = 0; step < 64; step++) {
        const round = step >> 4;
        const mixed = [(b & c) | (~b & d), (d & b) | (~d & c), b ^ c ^ d, c ^ (b | ~d)][round];
        const place = [step, 5 * step + 1, 3 * step + 5, 7 * step][round] % 16;
        const sum = (a + mixed + Math.floor(Math.abs(Math.sin(step + 1)) * 4294967296) + view.getUint32(start + place * 4, true)) | 0;
        [a, d, c, b] = [d, c, b, (b + turned(sum, shifts[round * 4 + (step % 4)])) | 0];
      }
      [a, b, c, d].forEach((word, index) => { state[index] = (state[index] + word) | 0; });
    }
    return out(state, true);
  };

  const sha1 = (bytes) => {
    const view = padded(bytes, 64, 8, false), state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
    for (let start = 0; start < view.byteLength; start += 64) {
      const w = Array.from({ length: 16 }, (_, index) => view.getUint32(start + index * 4));
      for (let index = 16; index < 80; index++) w.push(turned(w[index - 3] ^ w[index - 8] ^ w[index - 14] ^ w[index - 16], 1));
      let [a, b, c, d, e] = state;
      for (let step = 0; step < 80; step++) {
        const [mixed, constant] = [[(b & c) | (~b & d), 0x5a827999], [b ^ c ^ d, 0x6ed9eba1], [(b & c) | (b & d) | (c & d), 0x8f1bbcdc], [b ^ c ^ d, 0xca62c1d6]][Math.floor(step / 20)];
        [e, d, c, b, a] = [d, c, turned(b, 30), a, (turned(a, 5) + mixed + e + constant + w[step]) | 0];
      }
      [a, b, c, d, e].forEach((word, index) => { state[index] = (state[index] + word) | 0; });
    }
    return out(state, false);
  };

  // Both sizes of words of SHA-2 in one: `bits` is 32 or 64.
  const sha2 = (bytes, bits, state, rotations, rounds) => {
    const size = bits / 8, block = size * 16, view = padded(bytes, block, size * 2, false), width = BigInt(bits), mask = (1n << width) - 1n;
    const right = (word, by) => ((word >> BigInt(by)) | (word << (width - BigInt(by)))) & mask;
    const constants = primes.slice(0, rounds).map((prime) => root(prime, 3) >> (64n - width));
    const mixed = (word, [first, second, third, isShift]) => right(word, first) ^ right(word, second) ^ (isShift ? word >> BigInt(third) : right(word, third));
    for (let start = 0; start < view.byteLength; start += block) {
      const w = Array.from({ length: 16 }, (_, index) => (bits === 32 ? BigInt(view.getUint32(start + index * 4)) : view.getBigUint64(start + index * 8)));
      for (let index = 16; index < rounds; index++) w.push((w[index - 16] + mixed(w[index - 15], rotations[0]) + w[index - 7] + mixed(w[index - 2], rotations[1])) & mask);
      let [a, b, c, d, e, f, g, h] = state;
      for (let step = 0; step < rounds; step++) {
        const first = h + mixed(e, rotations[3]) + ((e & f) ^ (~e & mask & g)) + constants[step] + w[step];
        const second = mixed(a, rotations[2]) + ((a & b) ^ (a & c) ^ (b & c));
        [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) & mask, c, b, a, (first + second) & mask];
      }
      state = [a, b, c, d, e, f, g, h].map((word, index) => (state[index] + word) & mask);
    }
    return Uint8Array.from(state.flatMap((word) => Array.from({ length: size }, (_, index) => Number((word >> BigInt(8 * (size - 1 - index))) & 255n))));
  };
  const small = [[7, 18, 3, true], [17, 19, 10, true], [2, 13, 22], [6, 11, 25]], large = [[1, 8, 7, true], [19, 61, 6, true], [28, 34, 39], [14, 18, 41]];

  const algorithms = {
    MD5: md5,
    "SHA-1": sha1,
    "SHA-256": (bytes) => sha2(bytes, 32, primes.slice(0, 8).map((prime) => root(prime, 2) >> 32n), small, 64),
    "SHA-384": (bytes) => sha2(bytes, 64, primes.slice(8, 16).map((prime) => root(prime, 2)), large, 80).slice(0, 48),
    "SHA-512": (bytes) => sha2(bytes, 64, primes.slice(0, 8).map((prime) => root(prime, 2)), large, 80),
  };

  return (text, algorithm, encoding) => {
    const bytes = algorithms[algorithm](new TextEncoder().encode(text));
    if (encoding === "hex") return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    if (encoding === "base64") return btoa(String.fromCharCode(...bytes));
    throw new Error("encoding");
  };
})();
