/**
 * A name that only the server reads: sealed as it is typed, for the server's public key. What is
 * sealed where is told in `eventapp/domain/door/walk_in/sealed_person.py`;
 * `tests/vectors/sealed_people.json` keeps the two alike.
 */

const CURVE = { name: "ECDH", namedCurve: "P-256" }
const PADDED_TO = 256
const SPACE = 32
const encoder = new TextEncoder()

/**
 * @param {{name: string, organisation: string, email: string}} person
 * @param {Uint8Array} serverPoint the server's public key
 * @param {string} event
 * @param {string} id the walk-in's own
 * @returns {Promise<Uint8Array>}
 */
export async function sealPerson(person, serverPoint, event, id) {
  const own = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"])
  const nonce = crypto.getRandomValues(new Uint8Array(12))
  return sealWith(own, nonce, person, serverPoint, event, id)
}

/** The same with a given key pair and nonce, which must seal nothing else. */
export async function sealWith(own, nonce, person, serverPoint, event, id) {
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", own.publicKey))
  const theirs = await crypto.subtle.importKey("raw", serverPoint, CURVE, false, [])
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, own.privateKey, 256)
  const secret = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"])
  const key = await crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: joined(point, serverPoint), info: utf8("walk-in-1 key") },
    secret,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt"],
  )
  const additionalData = utf8(`WALK\x01${event}${id}`)
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData }, key, padded(person))
  return joined(point, nonce, new Uint8Array(sealed))
}

function utf8(text) {
  return encoder.encode(text)
}

/** With spaces at the end, so that its length tells little. */
function padded({ name, organisation, email }) {
  const text = utf8(JSON.stringify({ name, organisation, email }))
  const plain = new Uint8Array(Math.ceil(text.length / PADDED_TO) * PADDED_TO).fill(SPACE)
  plain.set(text)
  return plain
}

function joined(...parts) {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
