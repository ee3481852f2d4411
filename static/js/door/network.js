// Asks the server, and finds out that there is no network, or that nobody is signed in any more.

import { door, words } from "./page.js";
import { tell } from "./saying.js";

const PATIENCE = 15000;
const TOKEN = "[name=csrfmiddlewaretoken]";
let isCutOff = false;

export const isOffline = () => isCutOff || !navigator.onLine;

// What was answered, or null where the press may not have arrived.
export async function post(fields, isSecond = false) {
  try {
    const response = await ask(words.url, formData(fields));
    isCutOff = false;
    const answer = await answerIn(response);
    if (answer) return answer;
    const isSignedOut = response.type === "opaqueredirect" || response.status === 403;
    if (isSignedOut && !isSecond && (await renewTokens())) return await post(fields, true);
    tell(isSignedOut ? words.signedOut : words.offline, "warning");
  } catch {
    isCutOff = true;
    tell(words.offline, "warning");
  }
  return null;
}

function formData(fields) {
  const csrfmiddlewaretoken = door.querySelector(TOKEN).value;
  const body = new URLSearchParams({ ...fields, csrfmiddlewaretoken });
  return { method: "POST", headers: { Accept: "application/json" }, body };
}

async function answerIn(response) {
  if (response.headers.get("Content-Type") === "application/json")
    return { isTaken: response.ok, ...(await response.json()) };
  return response.status === 404 ? { isTaken: false, said: words.gone } : null;
}

function ask(address, options) {
  const signal = AbortSignal.timeout(PATIENCE);
  return fetch(address, { redirect: "manual", cache: "no-store", signal, ...options });
}

// This page as it is now, or null where nobody is signed in, or somebody else.
export async function fresh() {
  try {
    const response = await ask(location.href, {});
    if (!response.ok) return null;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const other = page.querySelector("[data-door]");
    return other?.dataset.queue === words.queue ? other : null;
  } catch {
    return null;
  }
}

// Whoever has signed in again, in another tab, has new tokens; returns whether they have.
async function renewTokens() {
  const token = (await fresh())?.querySelector(TOKEN).value;
  if (!token) return false;
  for (const field of door.querySelectorAll(TOKEN)) field.value = token;
  return true;
}
