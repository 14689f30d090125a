/** Any page of the desk forgets lists of the door whose event is over. */

import { forgetOver } from "./kept-list.js"

export const wake = () => forgetOver()
