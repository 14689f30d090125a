/** Letters as people type them when in a hurry: without case, dots, rings and accents. */

// Letters that Unicode does not take apart into a base and a mark.
const WHOLE = { æ: "ae", ø: "o", œ: "oe", ß: "ss", đ: "d", ð: "d", ł: "l", þ: "th", ı: "i" }

/**
 * "Örnsköldsviks  kommun" → "ornskoldsviks kommun".
 * @param {string} text
 * @returns {string}
 */
export function fold(text) {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[æøœßđðłþı]/g, (letter) => WHOLE[letter])
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
}
