// What a page says in passing: toasts that leave after five seconds unless read, and the thin bar while something loads.
const toasts = document.getElementById("toasts")
const loading = document.getElementById("loading")
const STAY = 5000

function expire(toast) {
  let timer = setTimeout(() => toast.remove(), STAY)
  const stop = () => clearTimeout(timer)
  const again = () => { stop(); timer = setTimeout(() => toast.remove(), STAY) }
  toast.addEventListener("pointerenter", stop)
  toast.addEventListener("focusin", stop)
  toast.addEventListener("pointerleave", again)
  toast.addEventListener("focusout", again)
}

// `action` is { label, run }. What went wrong stays until it is dismissed.
export function say(text, { action, isError = false } = {}) {
  const toast = document.getElementById("a-toast").content.firstElementChild.cloneNode(true)
  toast.querySelector("span").textContent = text
  const button = toast.querySelector("[data-action]")
  if (action) {
    button.textContent = action.label
    button.addEventListener("click", () => { toast.remove(); action.run() })
  } else button.remove()
  toast.toggleAttribute("data-error", isError)
  toasts.append(toast)
  if (!isError) expire(toast)
}

for (const toast of toasts.children) expire(toast)
toasts.addEventListener("click", event => {
  if (event.target.closest("[data-dismiss]")) event.target.closest(".toast").remove()
})

let requests = 0
export const busy = change => {
  requests = Math.max(0, requests + change)
  loading.toggleAttribute("data-busy", requests > 0)
}
document.body.addEventListener("htmx:beforeSend", () => busy(1))
document.body.addEventListener("htmx:afterRequest", () => busy(-1))
