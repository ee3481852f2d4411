// The presses that wait to be sent, in their order. Each has a key of its own, so that one that
// arrives twice counts once.

import { unsent } from "./kept.js";
import { tellWaiting } from "./saying.js";

// The last press on this page.
export const latest = { key: "", at: 0 };

export const waiting = () => unsent.rows;

export function keep(presses) {
  unsent.rows = presses;
  tellWaiting(presses.length);
}

export function add(fields) {
  fields.key = newKey();
  latest.key = fields.key;
  latest.at = Date.now();
  keep([...waiting(), { at: latest.at, fields }]);
}

export function remove({ fields }) {
  keep(waiting().filter((one) => one.fields.key !== fields.key));
}

function newKey() {
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
  return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
