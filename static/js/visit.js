// Remembers up to which event this browser has shown a project: what changed since the last visit is asked for by that.
//
// A visit ends after half an hour without a page.
const PAUSE = 30 * 60_000
const page = document.querySelector("meta[name=live]")
const project = location.pathname.match(/^\/projects\/([^/]+)\//)?.[1]

if (page && project) {
  const key = `visit ${project}`
  const known = JSON.parse(localStorage.getItem(key) ?? "{}")
  const isAnother = known.seen && Date.now() - known.at > PAUSE
  localStorage.setItem(key, JSON.stringify({
    before: isAnother ? known.seen : known.before, seen: Number(page.dataset.sequence), at: Date.now(),
  }))
}
