// After a press the opposite button stands under the same finger, and a double tap would undo.

export const DOUBLE_TAP = 1000;
const pressedAt = new Map();
let movedAt = 0;

// Where a row goes, the next one comes under the finger.
export function rowsMoved() {
  movedAt = Date.now();
}

export function noRowHasMoved() {
  movedAt = 0;
}

export function isDoubleTap(act) {
  const name = act.split(" ")[1];
  if (!name) return false;
  const since = Date.now() - Math.max(pressedAt.get(name) ?? 0, movedAt);
  if (since >= 0 && since < DOUBLE_TAP) return true;
  pressedAt.set(name, Date.now());
  return false;
}
