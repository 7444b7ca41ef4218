// What somebody went to last from the palette, by project, in this browser.
const MOST = 6
const name = `recent ${document.querySelector("meta[name=search]")?.content.split("?")[0] ?? ""}`

export function recent() {
  try {
    return JSON.parse(localStorage.getItem(name) ?? "[]")
  } catch {
    return []
  }
}

export function remember({ kind, key, title, state, href }) {
  const others = recent().filter(one => one.href !== href)
  localStorage.setItem(name, JSON.stringify([{ kind, key, title, state, href }, ...others].slice(0, MOST)))
}
