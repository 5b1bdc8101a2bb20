// Text and photographs of a form are kept on the device until the server has taken them. They are never called saved here.
import * as device from "./device.js";
import { fileFields, filesIn, keyOf, onceOf, putFiles, read, write } from "./entry.js";
import { prepare } from "./photos.js";

const words = document.getElementById("ka-words")?.dataset ?? {};
const here = location.pathname + location.search;

// A draft goes only when the server says that it has taken the form: a lost connection must not lose the text.
const gone = Promise.all((document.body.dataset.draftsTaken ?? "").split(" ").filter(Boolean).map((key) => device.drop(key)));
gone.then(device.prune);

for (const form of document.forms) if (form.getAttribute("method")?.toLowerCase() === "post") watch(form);
elsewhere();

function watch(form) {
  const key = keyOf(form), first = JSON.stringify(read(form)), kept = device.get(key);
  if (kept) gone.then(() => bringBack(form, key, first));
  if (!form.dataset.draft && !fileFields(form).length) return;
  const line = document.createElement("p");
  line.className = "ka-meta ka-draft";
  line.setAttribute("role", "status");
  line.hidden = true;
  form.append(line);

  let timer = 0;
  form.addEventListener("input", (event) => {
    if (!form.dataset.draft || event.target.type === "file") return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const values = read(form), known = device.get(key);
      if (JSON.stringify(values) === first && !known?.files && !known?.unsent) { device.drop(key); line.hidden = true; return; }
      say(device.keep(key, { ...known, values, page: here, title: title() }));
    }, 600);
  });
  form.addEventListener("change", async (event) => {
    if (event.target.type !== "file") return;
    await prepare(event.target);
    const files = filesIn(form), chosen = Object.values(files).flat();
    if (!chosen.every((file) => file.type.startsWith("image/"))) return; // papers are kept when they could not be sent
    const count = await device.keepFiles(key, files), known = device.get(key);
    if (!count && !known) return;
    say(device.keep(key, { ...known, values: read(form), files: count, page: here, title: title() }) && count === chosen.length);
  });
  function say(isKept) {
    line.textContent = (isKept ? words.draftKept : words.draftFull) ?? "";
    line.hidden = false;
  }
}

async function bringBack(form, key, first) {
  const kept = device.get(key);
  if (!kept) return;
  if ("draftRefused" in form.dataset) await refused(form, key);
  else if (kept.unsent) await putBack(form, key, kept);
  else if (kept.files || JSON.stringify(kept.values) !== first) offer(form, key, kept);
}

function title() { return document.querySelector("h1")?.textContent.trim() || document.title; }

/** The server has shown the form again: its words stand there; its files only where it has taken them in. */
async function refused(form, key) {
  device.mark(key, { unsent: false });
  const takenIn = Array.from(form.elements).some((field) => field.type === "hidden" && "draftKeep" in field.dataset && field.name === "kept" && field.value);
  if (takenIn) { await device.keepFiles(key, {}); device.mark(key, { files: 0 }); }
  else putFiles(form, await device.filesOf(key));
}

/** What was sent and never arrived stands in the form again, with the button that sends it. */
async function putBack(form, key, kept) {
  write(form, kept.values);
  onceOf(form, kept.once);
  const count = putFiles(form, await device.filesOf(key));
  const text = `${words.putBack ?? ""} ${when(kept)}${count ? ` ${(words.putBackFiles ?? "").replace("{n}", count)}` : ""}`;
  note(form, text, [words.sendAgain, () => form.requestSubmit(buttonOf(form, kept.pressed))], [words.draftDrop, () => { discard(key); }]);
}

function offer(form, key, kept) {
  note(form, `${words.draftFound ?? ""} ${when(kept)}`, [words.draftRestore, async () => {
    write(form, kept.values);
    putFiles(form, await device.filesOf(key));
  }], [words.draftDrop, () => { device.drop(key); }]);
}

async function discard(key) {
  await device.drop(key);
  location.assign(here);
}

function when(kept) { return new Date(kept.at).toLocaleString(document.documentElement.lang); }

function buttonOf(form, pressed) {
  const buttons = Array.from(form.elements).filter((field) => field.type === "submit");
  return buttons.find((button) => pressed && button.name === pressed[0] && button.value === pressed[1]) ?? buttons[0];
}

function note(form, text, ...acts) {
  const box = document.createElement("div"), sentence = document.createElement("span");
  box.className = "ka-note ka-note--warn ka-draft";
  box.setAttribute("role", "status");
  sentence.textContent = text;
  box.append(sentence);
  for (const [label, act] of acts) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm btn-plain";
    button.textContent = label ?? "";
    button.addEventListener("click", () => { act(); box.remove(); });
    box.append(button);
  }
  form.prepend(box);
}

/** On every other page: what could not be sent, and the way back to it. */
function elsewhere() {
  const other = device.unsent().filter((one) => one.page && one.page !== here);
  const main = document.getElementById("main");
  if (!other.length || !main) return;
  const box = document.createElement("p");
  box.className = "ka-note ka-note--warn ka-draft ka-unsent";
  box.append(words.unsent ?? "");
  for (const one of other.slice(0, 5)) {
    const link = document.createElement("a");
    link.href = one.page;
    link.textContent = one.title || one.page;
    box.append(link);
  }
  main.prepend(box);
}
