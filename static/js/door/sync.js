/** The only file that knows the network. */

import { PACKED, unpack } from "./packed-roster.js"

const ROOT = "/api/v1/door"
// A phone that hangs in half a network must not keep the door waiting.
const PATIENCE = 10_000

/** The server's words for: nobody at this phone may see anything any more. */
export const SHUT_OUT = new Set(["device-revoked", "not-paired", "event-over"])

/** No answer, or none of the server's own: a captive portal's page, an error, a redirect. */
export class Unreachable extends Error {}

/** The server answered, and will not: `code` says why. */
export class Refused extends Error {
  constructor(code, retryAfter) {
    super(code)
    this.code = code
    this.retryAfter = retryAfter
  }
}

/** The roster since a revision, or the page after a digest. */
export function fetchRoster(since, after) {
  const query = new URLSearchParams(after ? { after } : since ? { since } : {})
  return ask(`${ROOT}/roster?${query}`)
}

/** Answers for a batch of scans. */
export function sendScans(scans) {
  return ask(`${ROOT}/scans`, { scans })
}

/** What a ticket is worth just now, at a list; rejects when no answer came in so many milliseconds. */
export function askVerdict(digest, list, patience) {
  return ask(`${ROOT}/verdict`, { digest, list }, patience)
}

/** Say how this phone is, and hear what organizers say. */
export function report(state) {
  return ask(`${ROOT}/report`, state)
}

/** What may be said of whoever this scan has let in. */
export function welcome(scan) {
  return ask(`${ROOT}/welcome`, { scan })
}

/** Answers for a batch of people who are not registered. */
export function sendWalkIns(walkIns) {
  return ask(`${ROOT}/walk-ins`, { walk_ins: walkIns })
}

/** The names of organisations that people at the event come from. */
export async function fetchOrganisations() {
  const { organisations } = await ask(`${ROOT}/organisations`)
  return organisations
}

/** People by name or desk code. */
export async function search(q) {
  const { results } = await ask(`${ROOT}/search`, { q })
  return results
}

async function ask(address, body, patience = PATIENCE) {
  const answer = await fetch(address, {
    method: body ? "POST" : "GET",
    // A server from before knows JSON alone.
    headers: body
      ? { "Content-Type": "application/json" }
      : { Accept: `${PACKED}, application/json;q=0.9` },
    body: body && JSON.stringify(body),
    cache: "no-store",
    redirect: "error",
    signal: AbortSignal.timeout(patience),
  }).catch(() => {
    throw new Unreachable("no answer")
  })
  const content = await contentOf(answer)
  if (answer.status === 200) return content
  throw new Refused(content.code, Number(answer.headers.get("Retry-After")) || 0)
}

async function contentOf(answer) {
  const kind = answer.headers.get("Content-Type") ?? ""
  const packed = kind.startsWith(PACKED)
  if (answer.status >= 500 || !(packed || kind.startsWith("application/json"))) {
    throw new Unreachable("not the server's answer")
  }
  const content = packed ? answer.arrayBuffer().then((bytes) => unpack(new Uint8Array(bytes))) : answer.json()
  return content.catch(() => {
    throw new Unreachable("half an answer")
  })
}
