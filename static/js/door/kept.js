// What is kept in the browser, for each door and each person who stands there.

import { words } from "./page.js";

const A_DAY = 24 * 60 * 60 * 1000;
const place = `door:${words.queue}`;

// What is too old for any door.
export const isOld = (press) => Date.now() - press.at >= A_DAY;

class Kept {
  #store;
  // Where the browser keeps nothing, or has no room, this page does.
  #here = [];
  #isHere = false;

  constructor(store) {
    this.#store = store;
  }

  get rows() {
    if (this.#isHere) return this.#here;
    try {
      return JSON.parse(window[this.#store].getItem(place)) ?? [];
    } catch {
      return this.#here;
    }
  }

  set rows(rows) {
    this.#here = rows;
    try {
      if (rows.length) window[this.#store].setItem(place, JSON.stringify(rows));
      else window[this.#store].removeItem(place);
      this.#isHere = false;
    } catch {
      this.#isHere = true;
    }
  }

  forgetOthers() {
    try {
      forgetOthers(window[this.#store]);
    } catch {
      // The browser keeps nothing.
    }
  }
}

// What somebody else has left in this browser, or what is old.
function forgetOthers(store) {
  const person = words.queue.split(":")[1];
  for (const name of Object.keys(store)) {
    if (!name.startsWith("door:") || name === place) continue;
    const isTheirs = name.endsWith(`:${person}`);
    if (!isTheirs || JSON.parse(store.getItem(name)).every(isOld)) store.removeItem(name);
  }
}

export const unsent = new Kept("localStorage");
// Goes with the tab: it may hold the name of a guest.
export const refused = new Kept("sessionStorage");
