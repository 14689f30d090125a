/** On pages that say where the answers went: nothing of them need stay on the device. */

import { forget } from "./keep-typed.js"

export function wake() {
  forget()
}
