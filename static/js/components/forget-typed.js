/** On pages that say where the answers went: nothing of them need stay in the tab. */

import { forget } from "./keep-typed.js"

export function wake() {
  forget()
}
