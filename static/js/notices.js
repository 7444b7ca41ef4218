// What a page says in passing: toasts that leave after five seconds unless read, and the thin bar while something loads.
const toasts = document.getElementById("toasts")
const loading = document.getElementById("loading")
const STAY = 5000

function expire(toast) {
  let timer = setTimeout(() => toast.remove(), STAY)
  toast.addEventListener("pointerenter", () => clearTimeout(timer))
  toast.addEventListener("focusin", () => clearTimeout(timer))
  toast.addEventListener("pointerleave", () => { timer = setTimeout(() => toast.remove(), STAY) })
}

for (const toast of toasts.children) expire(toast)
toasts.addEventListener("click", event => {
  if (event.target.closest("[data-dismiss]")) event.target.closest(".toast").remove()
})

let requests = 0
const busy = change => {
  requests = Math.max(0, requests + change)
  loading.toggleAttribute("data-busy", requests > 0)
}
document.body.addEventListener("htmx:beforeSend", () => busy(1))
document.body.addEventListener("htmx:afterRequest", () => busy(-1))
