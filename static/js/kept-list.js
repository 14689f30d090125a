/** The kept list's own page, which has no other script. */

import { leaveWhenOver, wake } from "./components/kept-list.js"

const main = document.querySelector("main")
leaveWhenOver(main)
wake(main)
