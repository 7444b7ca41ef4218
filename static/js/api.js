// One request to the API as the signed-in person: the way every form and button of every page changes something.
//
// The same `key` sent again is answered again and done once, so whoever is not sure may press again.
const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? ""

// Resolves with { ok, status, body, etag, sequence }; status 0 is a server that did not answer. Never rejects.
export async function request(method, address, body, { key, version } = {}) {
  const headers = { Accept: "application/json", "X-CSRFToken": token() }
  if (method !== "GET") headers["Idempotency-Key"] = key ?? crypto.randomUUID()
  if (version) headers["If-Match"] = `"${version}"`
  if (body !== undefined) headers["Content-Type"] = "application/json"
  try {
    const answer = await fetch(address, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) })
    const text = await answer.text()
    const isJson = (answer.headers.get("Content-Type") ?? "").includes("json")
    return {
      ok: answer.ok, status: answer.status, body: isJson && text ? JSON.parse(text) : {},
      etag: (answer.headers.get("ETag") ?? "").replaceAll(/^W\/|"/g, ""),
      sequence: Number(answer.headers.get("Signalbox-Sequence") ?? 0),
    }
  } catch {
    return { ok: false, status: 0, body: {}, etag: "", sequence: 0 }
  }
}

// Why it was refused and what to do now, in plain words.
export function reason({ status, body }) {
  if (status === 0) return "The server does not answer. Nothing is lost: try again in a moment."
  if (status === 401) return "You are signed out. Sign in again in another tab, then try once more: what you typed stays here."
  if (status === 403) return `${body.detail ?? "You may not do this."} What you typed stays here.`
  if (status === 412) return "Somebody else changed this while you were at it. What you typed stays here: choose which of the two to keep."
  return [body.detail, body.next].filter(Boolean).join(" ") || `The server answered ${status}.`
}
