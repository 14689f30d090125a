/**
 * Ticket codes as people type them and cameras read them: 16 characters of Crockford's base 32 and
 * a check character. The same rules stand in `eventapp/domain/registration/ticket_code.py`;
 * `tests/vectors/ticket_codes.json` keeps the two alike.
 */

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
const SEPARATORS = /[\t\n\r \u00a0\u2009\u200b\u202f\ufeff\-\u2010-\u2015\u2212_.]/g
const WELL_FORMED = /^[0-9A-HJKMNP-TV-Z]{17}$/
const LONGEST_TEXT = 64

/**
 * Find the code in what was typed or scanned. Case, spaces and hyphens do not matter; O is read
 * as 0, I and L as 1.
 *
 * @param {string} text
 * @returns {string | null} the code, or null when the text is no ticket code
 */
export function read(text) {
  const code = tidied(text)
  if (!WELL_FORMED.test(code)) return null

  return checkCharacter(code.slice(0, 16)) === code[16] ? code : null
}

/**
 * Whether somebody meant a ticket code and missed a character: as long as one, with a digit in it,
 * as no name has.
 *
 * @param {string} text
 * @returns {boolean}
 */
export function mistyped(text) {
  return /\d/.test(text) && WELL_FORMED.test(tidied(text)) && read(text) === null
}

function tidied(text) {
  if (text.length > LONGEST_TEXT) return ""

  // ASCII letters alone change case: toUpperCase() on the whole would turn ß and ı into letters.
  return text
    .replace(SEPARATORS, "")
    .replace(/[a-z]/g, (letter) => letter.toUpperCase())
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1")
}

/**
 * @param {string} data 16 characters
 * @returns {string} the character that makes them a code
 */
export function checkCharacter(data) {
  let remainder = 1 // not 0, or a row of zeros would be a ticket
  for (const character of data) remainder = timesTwo(remainder) ^ ALPHABET.indexOf(character)
  return ALPHABET[timesTwo(remainder)]
}

/**
 * @param {string} code
 * @returns {Promise<Uint8Array>} the 16 bytes under which the roster knows the code
 */
export async function digest(code) {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(code))
  return new Uint8Array(hash, 0, 16)
}

/**
 * @param {string} code
 * @returns {string} the code as people read it: 7C9J-TH1C-8ZMA-5VDMS
 */
export function shown(code) {
  return [code.slice(0, 4), code.slice(4, 8), code.slice(8, 12), code.slice(12)].join("-")
}

// Doubling in the field of 32 elements, modulo x^5 + x^2 + 1.
function timesTwo(element) {
  return element & 16 ? (element << 1) ^ 37 : element << 1
}
