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
const AGAIN = 5000;
const PATIENCE = 15000;
const A_DAY = 24 * 60 * 60 * 1000;
const DOUBLE_TAP = 1000;

// Where the browser keeps nothing, this page does.
let here = [];
let isSending = false;

function waiting() {
  try {
    return JSON.parse(localStorage.getItem(place)) ?? [];
  } catch {
    return here;
  }
}

function keep(presses) {
  here = presses;
  try {
    if (presses.length) localStorage.setItem(place, JSON.stringify(presses));
    else localStorage.removeItem(place);
  } catch {
    // Kept here.
  }
  left.hidden = presses.length === 0;
  left.textContent = `${words.waiting} ${presses.length}`;
}

function tell(sentence, tone) {
  said.className = `message ${tone}`;
  said.textContent = sentence;
  said.hidden = false;
}

// What is said stands over the end of the list: it makes room for what has the focus.
new ResizeObserver(() => {
  document.documentElement.style.setProperty("--door-says", `${says.offsetHeight}px`);
  if (door.contains(document.activeElement)) document.activeElement.scrollIntoView({ block: "nearest" });
}).observe(says);

function press(fields) {
  const key = [...crypto.getRandomValues(new Uint8Array(16))];
  fields.key = key.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  keep([...waiting(), { at: Date.now(), fields }]);
  turn(fields.act);
  send();
}

// After a press the opposite button stands under the same finger, and a double tap would undo.
const pressedAt = new Map();

function isDoubleTap(act) {
  const name = act.split(" ")[1];
  if (!name) return false;
  const since = Date.now() - (pressedAt.get(name) ?? 0);
  if (since >= 0 && since < DOUBLE_TAP) return true;
  pressedAt.set(name, Date.now());
  return false;
}

// Shows the other button of the row that a press is about.
function turn(act, back = false) {
  const pressed = door.querySelector(`[data-row] button[value="${CSS.escape(act)}"]`);
  if (!pressed) return;
  for (const button of pressed.closest("[data-row]").querySelectorAll("button")) {
    const hadFocus = button === document.activeElement;
    button.hidden = (button === pressed) !== back;
    if (hadFocus && button.hidden) {
      const other = [...button.parentElement.querySelectorAll("button")].find((one) => one !== button);
      if (other) other.hidden = false;
      other?.focus();
    }
  }
}

async function send() {
  if (isSending) return;
  isSending = true;
  let hasArrived = true;
  for (let first = waiting()[0]; first && hasArrived; first = waiting()[0]) {
    const answer = await post(first.fields);
    hasArrived = answer !== null;
    if (hasArrived) {
      keep(waiting().filter((one) => one.fields.key !== first.fields.key));
      tell(answer.said, answer.isTaken ? "success" : "error");
      if (answer.count) count.textContent = answer.count;
      if (!answer.isTaken) turn(first.fields.act, true);
    }
  }
  isSending = false;
  if (!hasArrived) setTimeout(send, AGAIN);
}

// What was answered, or null where the press may not have arrived.
async function post(fields) {
  const token = door.querySelector("[name=csrfmiddlewaretoken]").value;
  try {
    const response = await fetch(words.url, {
      method: "POST",
      redirect: "manual",
      headers: { Accept: "application/json" },
      body: new URLSearchParams({ ...fields, csrfmiddlewaretoken: token }),
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.headers.get("Content-Type") === "application/json")
      return { isTaken: response.ok, ...(await response.json()) };
    if (response.status === 404) return { isTaken: false, said: words.gone };
    const isSignedOut = response.type === "opaqueredirect" || response.status === 403;
    tell(isSignedOut ? words.signedOut : words.offline, "warning");
  } catch {
    tell(words.offline, "warning");
  }
  return null;
}

door.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  event.preventDefault();
  if (isDoubleTap(event.submitter?.value ?? "")) return;
  const fields = Object.fromEntries(new FormData(form));
  delete fields.csrfmiddlewaretoken;
  if (event.submitter?.name) fields[event.submitter.name] = event.submitter.value;
  press(fields);
  form.reset();
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
keep(waiting().filter((one) => Date.now() - one.at < A_DAY));
for (const one of waiting()) turn(one.fields.act);
addEventListener("online", send);
send();
