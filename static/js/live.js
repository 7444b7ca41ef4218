// Keeps a page true: follows the project's log over a WebSocket and tells htmx which fragments to fetch again.
//
// Receives only "something about these topics moved, the log stands at N"; never draws. An element that says
// data-live="tracks task/A.1" gets the event "live" when one of these topics has moved. coordinator/live/topics.py names them.
const page = document.querySelector("meta[name=live]")
const badge = document.getElementById("live")
const COALESCE = 250, HIDDEN_GRACE = 60_000, PULSE = 30_000, PATIENCE = 15_000, RETRY = 2_000
const REFUSED = new Set([4401, 4403, 4404])

let socket, log, head, attempts = 0, retry, hiddenSince, refused = false, fetching = 0
let waiting = new Set(), gathering = null

// ---- the socket

function connect() {
  clearTimeout(retry)
  if (refused || socket?.readyState <= WebSocket.OPEN) return
  const address = new URL(page.content, location.href)
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:"
  address.searchParams.set("since", `${log}:${head}`)
  const mine = socket = new WebSocket(address)
  mine.onmessage = message => receive(JSON.parse(message.data))
  mine.onclose = event => { if (mine === socket) closed(event.code) }
}

function receive(message) {
  if (message.type === "hello") hello(message)
  else if (message.type === "signal") signal(message)
  else if (message.type === "pulse") announce(["pulse"])
  else if (message.type === "reset") reset(message)
}

// What happened since the page was drawn follows as signals, or a reset where the log is another one.
function hello() {
  attempts = 0
  show("live")
}

function signal({ sequence, topics }) {
  if (sequence <= head) return
  head = sequence
  announce(topics)
}

// Another log, a log that went back, or too far behind: nothing on the page can be trusted, so all of it is fetched again.
function reset({ log_id, head: now }) {
  log = log_id
  head = now
  for (const element of document.querySelectorAll("[data-live]")) htmx.trigger(element, "live")
  show("live")
}

function closed(code) {
  if (REFUSED.has(code)) {
    refused = true
    return show("refused")
  }
  if (hiddenSince && Date.now() - hiddenSince >= HIDDEN_GRACE) return show("paused")
  show("reconnecting")
  const pause = Math.min(PATIENCE, 500 * 2 ** attempts++)
  retry = setTimeout(connect, pause * (0.7 + 0.6 * Math.random()))
}

// ---- from signals to fragments

// The first signal goes out at once, what follows within a quarter of a second goes out together at its end: nothing is lost, nothing starves.
function announce(topics) {
  for (const topic of topics) waiting.add(topic)
  if (gathering === null) flush()
}

function flush() {
  gathering = null
  if (waiting.size === 0) return
  const moved = waiting
  waiting = new Set()
  gathering = setTimeout(flush, COALESCE)
  for (const element of document.querySelectorAll("[data-live]")) {
    if (element.dataset.live.split(" ").some(topic => moved.has(topic))) stir(element)
  }
  showSequence()
}

// What costs much to draw says with data-calm how many seconds it rests between two fetches; the last news always comes.
const resting = new WeakMap()

function stir(element) {
  if (resting.has(element)) return resting.set(element, true)
  htmx.trigger(element, "live")
  if (!element.dataset.calm) return
  resting.set(element, false)
  setTimeout(() => {
    const isStale = resting.get(element)
    resting.delete(element)
    if (isStale && element.isConnected) stir(element)
  }, Number(element.dataset.calm) * 1000)
}

// The number in the badge is what the page shows, not what was heard of: it waits until every fetch has come home.
function showSequence() {
  if (!page || fetching > 0 || waiting.size > 0) return
  badge.dataset.sequence = head
  badge.querySelector(".num").textContent = `#${head.toLocaleString()}`
}

document.body.addEventListener("htmx:beforeSend", () => { fetching++ })
document.body.addEventListener("htmx:afterRequest", event => {
  fetching = Math.max(0, fetching - 1)
  if (event.detail.successful) setTimeout(showSequence) // after htmx has sent what it had queued
  else if (page && event.detail.elt.matches("[data-live]")) failed(event.detail)
})

// Signed out, not allowed any more or gone: the page itself will say so. Anything else is tried again.
function failed({ elt, xhr }) {
  if ("leaving" in document.body.dataset) return
  if ([401, 403, 404].includes(xhr.status)) return location.reload()
  show("reconnecting")
  setTimeout(() => htmx.trigger(elt, "live"), RETRY)
}

// What the reader did shows at once, also while the socket is away.
document.addEventListener("sent", () => {
  if (badge && badge.dataset.state !== "live") for (const element of document.querySelectorAll("[data-live]")) htmx.trigger(element, "live")
})

// ---- the badge and the tab

const WORDS = { live: "Live", reconnecting: "Reconnecting", paused: "Paused", refused: "Signed out" }

function show(state) {
  badge.dataset.state = state
  const word = badge.querySelector("[role=status]")
  if (word.textContent !== WORDS[state]) word.textContent = WORDS[state]
}

function visibility() {
  if (document.hidden) {
    hiddenSince = Date.now()
    setTimeout(sleepIfStillHidden, HIDDEN_GRACE)
  } else {
    hiddenSince = undefined
    connect()
  }
}

function sleepIfStillHidden() {
  if (hiddenSince && Date.now() - hiddenSince >= HIDDEN_GRACE) socket?.close()
}

// Silence sends nothing either, so what shows heartbeats is fetched again now and then.
function pulse() {
  if (!document.hidden && badge.dataset.state === "live") announce(["pulse"])
}

if (page) {
  log = page.dataset.log
  head = Number(page.dataset.sequence)
  showSequence()
  document.addEventListener("visibilitychange", visibility)
  addEventListener("online", connect)
  addEventListener("pageshow", event => { if (event.persisted) connect() })
  setInterval(pulse, PULSE)
  connect()
}
