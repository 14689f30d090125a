/**
 * Letters as people type them when in a hurry: without case, dots, rings and accents. The server
 * has the same rule in `eventapp/domain/people/folding.py`.
 */

// Letters that Unicode does not take apart into a base and a mark.
const WHOLE = {
  æ: "ae", ø: "o", œ: "oe", ß: "ss", đ: "d", ð: "d", ł: "l", þ: "th", ı: "i", ŋ: "n", ŧ: "t", ħ: "h",
}

/**
 * "Örnsköldsviks  kommun" → "ornskoldsviks kommun".
 * @param {string} text
 * @returns {string}
 */
export function fold(text) {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[æøœßđðłþıŋŧħ]/g, (letter) => WHOLE[letter])
    .replace(/\p{M}/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
}
