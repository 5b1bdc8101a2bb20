// A form that writes is sent without leaving its page: with a bar, and without signal it stays where it is.
// Without this script the browser sends it as ever.
import { download, go, show } from "./answer.js";
import * as device from "./device.js";
import { addressOf, filesIn, keyOf, onceOf, read } from "./entry.js";
import { settled } from "./photos.js";

const words = document.getElementById("ka-words")?.dataset ?? {};
const STALLED = 90000;
const shown = location.pathname + location.search;

// Back from an answer leads to the form's own address: it is loaded, for the page of that address is gone.
window.addEventListener("popstate", () => { if (location.pathname + location.search !== shown) location.reload(); });
window.addEventListener("load", () => setTimeout(() => { history.scrollRestoration = "auto"; })); // see answer.go

document.addEventListener("submit", (event) => {
  const form = event.target, pressed = event.submitter;
  if (event.defaultPrevented || !isOurs(form, pressed)) return;
  event.preventDefault();
  onTheWay(true);
  if ("signOut" in form.dataset && device.unsent().length && !window.confirm(words.signOutUnsent)) { release(form); return; }
  send(form, pressed).catch(() => HTMLFormElement.prototype.submit.call(form));
});

function isOurs(form, pressed) {
  return form.getAttribute("method")?.toLowerCase() === "post" && !form.hasAttribute("target") && !pressed?.formTarget && !form.hasAttribute("hx-post")
    && addressOf(form, pressed).origin === location.origin;
}

/** The page says that something is on its way, until the next page stands in its place. */
function onTheWay(is) { document.documentElement.toggleAttribute("data-sending", is); }

function release(form) {
  onTheWay(false);
  setTimeout(() => form.dispatchEvent(new CustomEvent("ka:release", { bubbles: true })));
}

async function send(form, pressed) {
  form.querySelectorAll("[data-send-note]").forEach((note) => note.remove());
  const line = bar(form);
  await settled(form, () => { line.say(words.shrinking); });
  const worth = remember(form, pressed);
  const address = addressOf(form, pressed), request = new XMLHttpRequest();
  let timer = 0;
  const patience = () => { clearTimeout(timer); timer = setTimeout(() => request.abort(), STALLED); };
  request.open("POST", address);
  request.setRequestHeader("X-Kuangan-Sending", "1");
  request.responseType = "blob";
  request.upload.onprogress = (event) => { patience(); if (event.lengthComputable) line.show(event.loaded / event.total); };
  request.onload = () => (request.status >= 500 ? failed(form, pressed, worth, words.notTaken) : answered(form, pressed, request, address));
  request.onerror = request.onabort = () => failed(form, pressed, worth, words.noSignal);
  request.onloadend = () => { clearTimeout(timer); line.remove(); };
  patience();
  request.send(bodyOf(form, pressed));
}

function bodyOf(form, pressed) {
  const body = new FormData(form);
  if (pressed?.name) body.append(pressed.name, pressed.value);
  if (form.enctype === "multipart/form-data") return body;
  const lines = (text) => text.replace(/\r\n?|\n/g, "\r\n"); // as browsers send the lines of a text
  return new URLSearchParams(Array.from(body, ([name, value]) => [name, lines(String(value))]));
}

/** Keep the words before they travel; whether there was anything worth keeping. */
function remember(form, pressed) {
  const values = read(form), files = filesIn(form);
  const worth = Object.keys(files).length > 0 || Object.values(values).some((value) => value.length > 0);
  if (!worth || "signOut" in form.dataset) return { any: false, words: false };
  const known = device.get(keyOf(form)) ?? {};
  const kept = device.keep(keyOf(form), {
    ...known, values, once: onceOf(form), pressed: pressed ? [pressed.name, pressed.value] : null, unsent: true,
    page: location.pathname + location.search, title: document.querySelector("h1")?.textContent.trim() ?? document.title,
  });
  return { any: true, words: kept };
}

async function keepFiles(form) {
  const files = filesIn(form), count = Object.values(files).flat().length;
  const kept = await device.keepFiles(keyOf(form), files);
  device.mark(keyOf(form), { files: kept });
  const pictures = Object.values(files).flat().every((file) => file.type.startsWith("image/"));
  return { count, all: kept === count, pictures };
}

async function answered(form, pressed, request, address) {
  const named = request.getResponseHeader("X-Kuangan-Location");
  const followed = !named && request.responseURL && new URL(request.responseURL).pathname !== address.pathname;
  if (named || followed) {
    for (const key of (request.getResponseHeader("X-Kuangan-Taken") ?? "").split(" ").filter(Boolean)) await device.drop(key);
    await moved(form, new URL(named ?? request.responseURL, address));
    return;
  }
  const disposition = request.getResponseHeader("Content-Disposition") ?? "";
  const taken = request.status < 400 && !form.dataset.draft;
  if (taken) await device.drop(keyOf(form)); else device.mark(keyOf(form), { unsent: false });
  if (disposition.startsWith("attachment")) { download(request.response, disposition); release(form); return; }
  show(await (request.response ?? new Blob()).text(), address);
}

async function moved(form, next) {
  if ("signOut" in form.dataset) await device.forgetAccount();
  else if (next.pathname === document.body.dataset.signIn) { // the session is over: back to this page afterwards
    await keepFiles(form);
    next.searchParams.set("next", location.pathname + location.search);
  } else if (form.dataset.draft) device.mark(keyOf(form), { unsent: false }); // it goes when the server says so
  else await device.drop(keyOf(form));
  go(next);
}

async function failed(form, pressed, worth, why) {
  const files = await keepFiles(form);
  release(form);
  const note = document.createElement("div"), text = document.createElement("span"), again = document.createElement("button");
  note.className = "ka-note ka-note--warn ka-draft";
  note.setAttribute("role", "alert");
  note.dataset.sendNote = "";
  text.textContent = [why, kept(worth, files)].join(document.documentElement.lang === "en" ? " " : "");
  again.type = "button";
  again.className = "btn btn-sm btn-plain";
  again.textContent = words.sendAgain ?? "";
  again.addEventListener("click", () => form.requestSubmit(pressed?.form === form ? pressed : undefined));
  note.append(text, again);
  (worth.any ? form : document.getElementById("main")).prepend(note);
  note.scrollIntoView({ block: "center" });
}

function kept(worth, files) {
  if (!worth.any) return words.keptNothing ?? "";
  if (!worth.words || !files.all) return words.draftFull ?? "";
  if (!files.count) return words.keptText ?? "";
  return (files.pictures ? words.keptPhotos : words.keptFiles)?.replace("{n}", files.count) ?? "";
}

/** The bar under the form while something larger travels. */
function bar(form) {
  const line = document.createElement("p"), text = document.createElement("span"), full = document.createElement("progress");
  line.className = "ka-meta ka-sending";
  line.dataset.sendNote = "";
  line.setAttribute("role", "status");
  full.max = 1;
  line.append(full, text);
  const add = () => { if (!line.isConnected) form.append(line); };
  return {
    say: (sentence) => { add(); text.textContent = sentence ?? ""; },
    show: (part) => {
      if (!Object.keys(filesIn(form)).length) return;
      add();
      full.value = part;
      text.textContent = `${words.uploading ?? ""} ${Math.round(part * 100)}%`;
    },
    remove: () => line.remove(),
  };
}
