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
  button.addEventListener("click", () => {
    if (view.hidden) look(press);
    else view.hidden = true;
    button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
  });
}

async function look(press) {
  const stream = await opened();
  if (!stream) return;
  view.hidden = false;
  view.srcObject = stream;
  await view.play();
  await readCodes(press);
  for (const track of stream.getTracks()) track.stop();
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
