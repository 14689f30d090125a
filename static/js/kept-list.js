/** The kept list's own page, which has no other script. */

import { wake } from "./components/kept-list.js"

wake(document.querySelector("main"))
