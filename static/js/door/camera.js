// The camera, where the browser can read codes with it.

import { door, words } from "./page.js";
import { tell } from "./saying.js";

const BETWEEN_LOOKS = 250;
const LONGEST_CODE = 300;
const button = door.querySelector("[data-camera]");
const view = door.querySelector("[data-view]");

export async function offerCamera(press) {
  if (!button || !("BarcodeDetector" in window) || !navigator.mediaDevices) return;
  const formats = await BarcodeDetector.getSupportedFormats();
  button.hidden = !formats.includes("qr_code");
  button.addEventListener("click", () => turn(press));
}

let isOpening = false;

async function turn(press) {
  if (!view.hidden) return shut();
  // It may take long until somebody has allowed it.
  if (isOpening) return;
  isOpening = true;
  const stream = await opened();
  isOpening = false;
  if (stream) await look(stream, press);
}

function shut() {
  view.hidden = true;
  button.setAttribute("aria-pressed", "false");
}

async function look(stream, press) {
  view.hidden = false;
  button.setAttribute("aria-pressed", "true");
  view.srcObject = stream;
  try {
    await view.play();
    await readCodes(press);
  } catch {
    tell(words.noCamera, "error");
  } finally {
    for (const track of stream.getTracks()) track.stop();
    shut();
  }
}

async function opened() {
  try {
    return await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    tell(words.noCamera, "error");
    return null;
  }
}

// A pass that is held before the camera is read many times, and pressed once.
async function readCodes(press) {
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  let last = "";
  while (!view.hidden) {
    const [found] = await detector.detect(view);
    if (found && found.rawValue !== last) {
      last = found.rawValue;
      press({ act: "check-in", by: "camera", code: last.slice(0, LONGEST_CODE) });
    }
    await new Promise((next) => setTimeout(next, BETWEEN_LOOKS));
  }
}
