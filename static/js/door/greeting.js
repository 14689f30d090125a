/** What the server says of whoever was let in: own sessions of the day, and how many of theirs come. */

import { item, text } from "./page-text.js"

/** Put it under the verdict, where that has a place for it. */
export function showGreeting(stage, { sessions, of_theirs: theirs }, clockOf) {
  const [list, words] = ["sessions", "theirs"].map((name) =>
    stage.querySelector(`[data-part="${name}"]`),
  )
  if (!list) return
  const lines = sessions.map(({ at, title, room }) =>
    item(clockOf(at), [title, room].filter(Boolean).join(", ")),
  )
  list.replaceChildren(...lines)
  list.hidden = !lines.length
  const key = theirs?.missing ? "missing-of-theirs" : "all-of-theirs"
  words.textContent = theirs ? text(key, theirs) : ""
  words.hidden = !theirs
}
