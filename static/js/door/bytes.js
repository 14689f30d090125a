/** Bytes as text and back, and their order. */

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"))

/** @param {Uint8Array} bytes */
export function toHex(bytes) {
  let text = ""
  for (const byte of bytes) text += HEX[byte]
  return text
}

/** @param {string} text base64, as JSON carries bytes */
export function fromBase64(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text)
  const binary = atob(text)
  const bytes = new Uint8Array(binary.length)
  // A plain loop: Uint8Array.from(text, fn) takes eight times as long.
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i)
  return bytes
}

/** @param {Uint8Array} bytes base64url, without padding */
export function toBase64Url(bytes) {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "")
}

/** Compare `width` bytes of one array with those of another, each from its own place. */
export function compare(one, at, other, from, width) {
  for (let i = 0; i < width; i++) {
    const difference = one[at + i] - other[from + i]
    if (difference) return difference
  }
  return 0
}

/** A big-endian whole number of `width` bytes. */
export function whole(bytes, at, width) {
  let value = 0
  for (let i = 0; i < width; i++) value = value * 256 + bytes[at + i]
  return value
}
