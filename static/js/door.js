// At a door with a poor network: what is pressed is kept in the browser, sent in order, and sent
// again until it has arrived. Each press has a key of its own, so one that arrives twice counts
// once. Without this script every button here is an ordinary form.

const door = document.querySelector("[data-door]");
const words = door.dataset;
const place = `door:${words.queue}`;
const says = door.querySelector("[data-says]");
const said = door.querySelector("[data-said]");
const count = door.querySelector("[data-count]");
const left = door.querySelector("[data-left]");
const refusals = door.querySelector("[data-refusals]");
const AGAIN = 5000;
const PATIENCE = 15000;
const A_DAY = 24 * 60 * 60 * 1000;
const DOUBLE_TAP = 1000;

// What is kept. Where the browser keeps nothing, this page does.

const here = {};
const SENT_LATER = "localStorage";
// Goes with the tab: it may hold the name of a guest.
const REFUSED = "sessionStorage";

function kept(store) {
  try {
    return JSON.parse(window[store].getItem(place)) ?? [];
  } catch {
    return here[store] ?? [];
  }
}

function keepIn(store, rows) {
  here[store] = rows;
  try {
    if (rows.length) window[store].setItem(place, JSON.stringify(rows));
    else window[store].removeItem(place);
  } catch {
    // Kept here.
  }
}

const waiting = () => kept(SENT_LATER);

function keep(presses) {
  keepIn(SENT_LATER, presses);
  left.hidden = presses.length === 0;
  left.textContent = `${words.waiting} ${presses.length}`;
}

// What somebody else has left in this browser, or what is too old for any door.
function forget(store) {
  const person = words.queue.split(":")[1];
  for (const name of Object.keys(store)) {
    if (!name.startsWith("door:") || name === place) continue;
    const isOld = () => JSON.parse(store.getItem(name)).every((one) => Date.now() - one.at > A_DAY);
    if (!name.endsWith(`:${person}`) || isOld()) store.removeItem(name);
  }
}

// What is said.

function tell(sentence, tone) {
  // What is tried again every few seconds is read out once.
  if (tone === "warning" && said.textContent === sentence) return;
  said.className = `message ${tone}`;
  said.textContent = sentence;
  said.hidden = false;
}

// It stands over the end of the list: it makes room for what has the focus.
new ResizeObserver(() => {
  document.documentElement.style.setProperty("--door-says", `${says.offsetHeight}px`);
  if (door.contains(document.activeElement)) document.activeElement.scrollIntoView({ block: "nearest" });
}).observe(says);

// What was refused is listed until somebody has read it: the next answer may come at once.
function refuse({ at, fields }, sentence) {
  keepIn(REFUSED, [...kept(REFUSED), { at, fields, sentence }]);
  showRefusals();
}

function showRefusals() {
  const rows = kept(REFUSED);
  refusals.hidden = rows.length === 0;
  refusals.querySelector("ul").replaceChildren(...rows.map(refusal));
  const link = says.querySelector("[data-refused]");
  link.hidden = rows.length === 0;
  link.querySelector("[data-number]").textContent = rows.length;
}

function refusal({ fields, sentence }) {
  const item = refusals.querySelector("template").content.cloneNode(true);
  item.querySelector("[data-what]").textContent = typed(fields);
  item.querySelector("[data-why]").textContent = sentence;
  item.querySelector("button").addEventListener("click", () => {
    keepIn(REFUSED, kept(REFUSED).filter((one) => one.fields.key !== fields.key));
    showRefusals();
    (refusals.querySelector("li button") ?? door.querySelector("#list"))?.focus();
  });
  return item;
}

// Names of people stand in the page alone, and are not kept.
function typed(fields) {
  return fields.code ?? fields.name ?? rowOf(fields.act)?.querySelector(".person-name").textContent ?? "";
}

// Pressing.

let lastKey = "";
let lastAt = 0;
let presses = 0;

function press(fields) {
  const key = [...crypto.getRandomValues(new Uint8Array(16))];
  fields.key = key.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  lastKey = fields.key;
  lastAt = Date.now();
  presses += 1;
  keep([...waiting(), { at: lastAt, fields }]);
  turn(fields.act);
  send();
}

// After a press the opposite button stands under the same finger, and a double tap would undo.
const pressedAt = new Map();
let movedAt = 0;

function isDoubleTap(act) {
  const name = act.split(" ")[1];
  if (!name) return false;
  const since = Date.now() - Math.max(pressedAt.get(name) ?? 0, movedAt);
  if (since >= 0 && since < DOUBLE_TAP) return true;
  pressedAt.set(name, Date.now());
  return false;
}

// Asked before it is kept: after a minute without a network nobody knows what was meant. The second
// tap of two finds the field empty, and is no mistake.
function isFilled(form) {
  if (form.checkValidity()) return true;
  if (Date.now() - lastAt > DOUBLE_TAP) form.reportValidity();
  return false;
}

function empty(form) {
  for (const field of form.elements) if (field.type === "text") field.value = "";
}

// What was typed just now and refused stands in its field again, unless there is something new.
function giveBack(fields) {
  const isTyped = fields.key === lastKey && fields.by !== "camera";
  const field = isTyped && door.querySelector("code" in fields ? "#code_code" : "name" in fields ? "#guest_name" : null);
  if (!field || field.value) return;
  field.value = fields.code ?? fields.name;
  field.setAttribute("aria-invalid", "true");
  field.addEventListener("input", () => field.removeAttribute("aria-invalid"), { once: true });
}

// The list.

function rowOf(act) {
  return door.querySelector(`[data-row] button[value="${CSS.escape(act)}"]`)?.closest("[data-row]");
}

function turn(act, back = false) {
  const row = rowOf(act);
  if (!row) return;
  if (act.startsWith("undo-guest ")) takeAway(row, back);
  else turnButtons(row, act, back);
}

// Shows the other button of the row that a press is about.
function turnButtons(row, act, back) {
  const hadFocus = row.contains(document.activeElement);
  for (const button of row.querySelectorAll("button")) button.hidden = (button.value === act) !== back;
  if (hadFocus) row.querySelector("button:not([hidden])").focus();
}

// The next guest comes under the finger, and is not to be undone by a second tap.
function takeAway(row, back) {
  if (row.contains(document.activeElement)) door.querySelector("#list").focus();
  row.toggleAttribute("data-gone", !back);
  row.hidden = !back;
  movedAt = Date.now();
}

// Whom a code was about, and a new guest, the list has from the page itself: it names nobody whom
// the viewer may not see.
let isBehind = false;

async function follow() {
  const before = presses;
  const page = isBehind && (await fresh());
  const list = page && page.querySelector("[data-list]");
  if (!list || presses !== before) return;
  isBehind = false;
  const focused = document.activeElement;
  const old = door.querySelector("[data-list]");
  const hadFocus = old.contains(focused);
  old.replaceWith(list);
  if (isNarrow) narrow();
  if (hadFocus) (rowOf(focused.value ?? "")?.querySelector("button:not([hidden])") ?? door.querySelector("#list")).focus();
}

// Sending.

let isSending = false;
let isCutOff = false;
let again = 0;

async function send() {
  if (isSending) return;
  isSending = true;
  let answer = {};
  for (let first = waiting()[0]; first && answer; first = waiting()[0]) {
    answer = await post(first.fields);
    if (answer) take(first, answer);
  }
  isSending = false;
  if (answer) follow();
  else waitAndSend();
}

// One wait at a time, however often something is pressed meanwhile.
function waitAndSend() {
  clearTimeout(again);
  again = setTimeout(send, AGAIN);
}

function take(press, answer) {
  const { fields } = press;
  keep(waiting().filter((one) => one.fields.key !== fields.key));
  tell(answer.said, answer.isTaken ? "success" : "error");
  if (answer.count && count) count.textContent = answer.count;
  isBehind ||= answer.isTaken && !/^(check-in|undo) /.test(fields.act);
  if (answer.isTaken) return;
  turn(fields.act, true);
  refuse(press, answer.said);
  giveBack(fields);
}

// What was answered, or null where the press may not have arrived.
async function post(fields, isSecond = false) {
  const token = door.querySelector("[name=csrfmiddlewaretoken]").value;
  const body = new URLSearchParams({ ...fields, csrfmiddlewaretoken: token });
  try {
    const response = await ask(words.url, { method: "POST", headers: { Accept: "application/json" }, body });
    isCutOff = false;
    if (response.headers.get("Content-Type") === "application/json")
      return { isTaken: response.ok, ...(await response.json()) };
    if (response.status === 404) return { isTaken: false, said: words.gone };
    const isSignedOut = response.type === "opaqueredirect" || response.status === 403;
    if (isSignedOut && !isSecond && (await renew())) return await post(fields, true);
    tell(isSignedOut ? words.signedOut : words.offline, "warning");
  } catch {
    isCutOff = true;
    tell(words.offline, "warning");
  }
  return null;
}

function ask(address, options) {
  const signal = AbortSignal.timeout(PATIENCE);
  return fetch(address, { redirect: "manual", cache: "no-store", signal, ...options });
}

// This page as it is now, or null where nobody is signed in, or somebody else.
async function fresh() {
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
async function renew() {
  const token = (await fresh())?.querySelector("[name=csrfmiddlewaretoken]").value;
  if (!token) return false;
  for (const field of door.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
  return true;
}

// Without a network: the search looks in the page, and the page is not left by mistake.

const isOffline = () => isCutOff || !navigator.onLine;
let isNarrow = false;

const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

function narrow() {
  const sought = plain(door.querySelector("#search_q").value).split(/\s+/);
  for (const row of door.querySelectorAll("[data-row]")) {
    const name = plain(row.querySelector(".person-name").textContent);
    row.hidden = row.hasAttribute("data-gone") || !sought.every((word) => name.includes(word));
  }
}

function searchHere(event) {
  if (!isOffline()) return;
  event.preventDefault();
  isNarrow = true;
  narrow();
  tell(words.searchedHere, "info");
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || navigator.onLine || (link.hash && link.pathname === location.pathname)) return;
  event.preventDefault();
  tell(words.stays, "info");
});

addEventListener("beforeunload", (event) => {
  if (waiting().length) event.preventDefault();
});

door.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return searchHere(event);
  event.preventDefault();
  if (isDoubleTap(event.submitter?.value ?? "") || !isFilled(form)) return;
  const fields = Object.fromEntries(new FormData(form));
  delete fields.csrfmiddlewaretoken;
  if (event.submitter?.name) fields[event.submitter.name] = event.submitter.value;
  press(fields);
  empty(form);
});

// The camera, where the browser can read codes with it.

const camera = door.querySelector("[data-camera]");
const view = door.querySelector("[data-view]");

async function look() {
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    tell(words.noCamera, "error");
    return;
  }
  view.hidden = false;
  view.srcObject = stream;
  await view.play();
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  let last = "";
  while (!view.hidden) {
    const [found] = await detector.detect(view);
    if (found && found.rawValue !== last) {
      last = found.rawValue;
      press({ act: "check-in", by: "camera", code: last.slice(0, 300) });
    }
    await new Promise((next) => setTimeout(next, 250));
  }
  for (const track of stream.getTracks()) track.stop();
}

if (camera && "BarcodeDetector" in window && navigator.mediaDevices) {
  const formats = await BarcodeDetector.getSupportedFormats();
  camera.hidden = !formats.includes("qr_code");
  camera.addEventListener("click", () => {
    if (view.hidden) look();
    else view.hidden = true;
    camera.setAttribute("aria-pressed", String(camera.getAttribute("aria-pressed") !== "true"));
  });
}

// What a page before this one has left.

function begin() {
  for (const store of [SENT_LATER, REFUSED]) {
    try {
      forget(window[store]);
    } catch {
      // The browser keeps nothing.
    }
  }
  const all = waiting();
  const isOld = (one) => Date.now() - one.at >= A_DAY;
  keep(all.filter((one) => !isOld(one)));
  for (const one of all.filter(isOld)) refuse(one, words.tooOld);
  for (const one of waiting()) turn(one.fields.act);
  movedAt = 0;
  showRefusals();
}

begin();
for (const name of ["online", "focus"]) addEventListener(name, send);
send();
