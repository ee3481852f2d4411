// What is pressed is sent in order, and again until it has arrived.

import { giveBack } from "./forms.js";
import { renewList, turn } from "./list.js";
import { fresh, post } from "./network.js";
import { add, latest, remove, waiting } from "./queue.js";
import { refuse } from "./refusals.js";
import { tell, tellCount } from "./saying.js";

const AGAIN = 5000;
let isSending = false;
let isBehind = false;
let again = 0;

export function press(fields) {
  add(fields);
  turn(fields.act);
  send();
}

export async function send() {
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

function take(sent, answer) {
  const { fields } = sent;
  remove(sent);
  tell(answer.said, answer.isTaken ? "success" : "error");
  tellCount(answer.count);
  isBehind ||= answer.isTaken && !/^(check-in|undo) /.test(fields.act);
  if (answer.isTaken) return;
  turn(fields.act, true);
  refuse(sent, answer.said);
  giveBack(fields);
}

// Whom a code was about, and a new guest, the list has from the page itself: it names nobody whom
// the viewer may not see.
async function follow() {
  const before = latest.key;
  const page = isBehind && (await fresh());
  const list = page && page.querySelector("[data-list]");
  if (!list || latest.key !== before) return;
  isBehind = false;
  renewList(list);
}
