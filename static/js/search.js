// Asks the server what a few words may mean. Whoever asks again before the answer is there gets only the newer one.
const address = document.querySelector("meta[name=search]")?.content
const everywhere = document.querySelector("meta[name=search-projects]")?.content

async function ask(href, words, kinds, signal) {
  if (!href) return []
  const url = new URL(href, location.href)
  url.searchParams.set("q", words)
  for (const kind of kinds) url.searchParams.append("kind", kind)
  const answer = await fetch(url, { headers: { Accept: "application/json" }, signal })
  return answer.ok && answer.headers.get("Content-Type")?.includes("json") ? (await answer.json()).found : []
}

// A function (words, kinds) that resolves with what was found, or with null where a newer question was asked meanwhile.
export function searcher() {
  let asking = null
  return async (words, kinds = []) => {
    asking?.abort()
    const mine = asking = new AbortController()
    try {
      const found = await ask(address, words, kinds, mine.signal)
      return mine === asking ? found : null
    } catch {
      return mine === asking ? [] : null
    }
  }
}

export const projectsLike = words => ask(everywhere, words, []).catch(() => [])

const KINDS = { sync: "sync point", in_progress: "in progress", in_review: "in review" }
export const inWords = word => KINDS[word] ?? word.replaceAll("_", " ")

// One thing as an option of a listbox: key, title, and what it is in words.
export function optionOf({ kind, key, title, state }) {
  const option = document.createElement("div")
  option.setAttribute("role", "option")
  option.className = "option"
  option.dataset.st = state
  option.append(part("key", kind === "event" ? `#${key}` : key), part("cut", title), part("quiet", [...new Set([inWords(kind), inWords(state)])].filter(Boolean).join(", ")))
  return option
}

export function part(css, text) {
  const made = document.createElement("span")
  made.className = css
  made.dir = "auto"
  made.textContent = text
  return made
}
