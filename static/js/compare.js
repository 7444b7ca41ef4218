// The two moments of a comparison: leads to what changed since the reader was here last, where this browser knows.
const project = location.pathname.match(/^\/projects\/([^/]+)\//)[1]
const link = document.querySelector("[data-last-visit]")
const before = JSON.parse(localStorage.getItem(`visit ${project}`) ?? "{}").before

if (before) {
  link.search = `?from=${before}`
  link.hidden = false
}
