// A log on its way into a file, with how far that is. A very long one is left to the browser, which keeps it off the memory.
import { say } from "./notices.js";

const MOST = 200_000 // events

async function fetched(link, progress) {
  const answer = await fetch(link.href)
  if (!answer.ok) throw new Error(answer.status)
  const reader = answer.body.getReader(), parts = []
  let lines = 0
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value)
    for (const byte of part.value) lines += byte === 10
    progress.value = Math.min(1, lines / link.dataset.events)
  }
  return { parts, name: answer.headers.get("Content-Disposition")?.match(/filename="([^"]+)"/)?.[1] ?? "log.jsonl" }
}

async function save(link) {
  const progress = link.parentElement.querySelector("progress")
  progress.hidden = false
  try {
    const { parts, name } = await fetched(link, progress)
    const file = document.createElement("a")
    file.href = URL.createObjectURL(new Blob(parts))
    file.download = name
    file.click()
    URL.revokeObjectURL(file.href)
  } catch {
    say("The download broke off. Try again in a moment.", { isError: true })
  }
  progress.hidden = true
}

document.addEventListener("click", event => {
  const link = event.target.closest("a[data-events]")
  if (!link || Number(link.dataset.events) > MOST || event.ctrlKey || event.metaKey) return
  event.preventDefault()
  save(link)
})
