/** Which of many labels someone means by a few letters. */

import { fold } from "./fold.js"

/**
 * How well `label` answers what was typed: 0 best, Infinity not at all. What begins with the very
 * letters comes first (Öckerö before Ockelbo for "ö"), then folded, then the beginnings of any words, then anywhere.
 * @param {string} label
 * @param {string} typed
 */
export function rank(label, typed) {
  const query = fold(typed)
  if (!query) return 0
  if (label.toLowerCase().startsWith(typed.trim().toLowerCase())) return 0
  const folded = fold(label)
  if (folded.startsWith(query)) return 1
  if (query.split(" ").every((word) => ` ${folded}`.includes(` ${word}`))) return 2
  return folded.includes(query) ? 3 : Infinity
}

/**
 * The entries that match by their label or another name of theirs, best first; entries of the same
 * rank keep their order.
 * @template {{ label: string, also?: string }} Entry
 * @param {Entry[]} entries
 * @param {string} typed
 * @returns {Entry[]}
 */
export function matching(entries, typed) {
  return entries
    .map((entry) => ({ entry, rank: best(entry, typed) }))
    .filter((found) => found.rank < Infinity)
    .sort((a, b) => a.rank - b.rank)
    .map((found) => found.entry)
}

/** A label counts before another name that matches as well. */
function best({ label, also }, typed) {
  return Math.min(rank(label, typed), also ? rank(also, typed) + 0.5 : Infinity)
}
