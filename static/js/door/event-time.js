/** Days and times of day where an event is. */

// By zone: to make one takes a slow phone longer than all else that it does for a ticket.
const days = new Map()

/** The day of a moment: 2026-10-24. */
export function dayIn(zone, moment) {
  // Swedish writes dates the way ISO 8601 does.
  if (!days.has(zone)) days.set(zone, new Intl.DateTimeFormat("sv-SE", { timeZone: zone }))
  return days.get(zone).format(moment)
}

/** The time of day of a moment, as the page's language writes it. */
export function clockIn(zone, moment, language) {
  const form = { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }
  const text = new Intl.DateTimeFormat(language, form).format(moment)
  return language.startsWith("sv") ? text.replace(":", ".") : text
}
