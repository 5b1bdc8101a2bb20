// What this device keeps for one account until the server has taken it: words in localStorage, files in IndexedDB.
// Only functions live here; a module that others import is evaluated once and must not touch the page by itself.
const PREFIX = "ka-draft:", FILES = "ka-files", TAB = "ka-tab", STORE = "files";
const LASTS = 14 * 24 * 3600 * 1000;

const account = () => document.body.dataset.account ?? "";
const place = (key) => `${PREFIX}${account()}:${key}`;

/** The browser tab: who comes back to the sign-in page in it wrote what was kept in it. */
function tab() {
  try {
    const known = sessionStorage.getItem(TAB) ?? `${Date.now()}.${Math.random()}`;
    sessionStorage.setItem(TAB, known);
    return known;
  } catch { return ""; }
}
function parsed(full) { try { return JSON.parse(localStorage.getItem(full)); } catch { return null; } }
function everything() {
  try {
    return Object.keys(localStorage).filter((full) => full.startsWith(PREFIX)).map((full) => ({ full, ...parsed(full) }));
  } catch { return []; }
}

export function get(key) { return parsed(place(key)); }

/** Whether the words could be kept. */
export function keep(key, kept) {
  try {
    localStorage.setItem(place(key), JSON.stringify({ ...kept, at: Date.now(), tab: tab() }));
    return true;
  } catch { return false; }
}

/** Change what is said about something kept; nothing happens when it is not there. */
export function mark(key, change) {
  const kept = get(key);
  try { if (kept) localStorage.setItem(place(key), JSON.stringify({ ...kept, ...change })); } catch { /* full: as it was */ }
}

export async function drop(key) { await clear([place(key)]); }

/** What this account tried to send and could not. */
export function unsent() {
  const mine = place("");
  return everything().filter((one) => one.unsent && one.full.startsWith(mine));
}

/** What was written in this tab, or on the page that is wanted next, by whoever was signed in. */
export function writtenHere(page) {
  const here = tab();
  return everything().filter((one) => one.at > Date.now() - LASTS && (one.page === page || (here && one.tab === here)));
}

/** Signing out takes everything of the account off the device. */
export async function forgetAccount() {
  const mine = place("");
  await clear(everything().map((one) => one.full).filter((full) => full.startsWith(mine)));
}

/** What is too old, or was kept before accounts were told apart, goes. */
export async function prune() {
  const old = everything().filter((one) => !(one.at > Date.now() - LASTS) || !/^ka-draft:\d*:/.test(one.full));
  if (old.length) await clear(old.map((one) => one.full));
}

async function clear(names) {
  try {
    for (const full of names) localStorage.removeItem(full);
    if (!localStorage.getItem(FILES)) return;
  } catch { return; }
  await run("readwrite", (store) => { for (const full of names) store.delete(full); }).catch(() => undefined);
}

// ── files: as bytes, because a reference to a file on a card may lead nowhere after a restart ──────────────────────
function run(mode, act) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("kuangan", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onerror = () => reject(opening.error);
    opening.onblocked = () => reject(new Error("blocked"));
    opening.onsuccess = () => {
      const database = opening.result;
      const work = database.transaction(STORE, mode);
      const asked = act(work.objectStore(STORE));
      work.oncomplete = () => { database.close(); resolve(asked?.result); };
      work.onabort = work.onerror = () => { database.close(); reject(work.error); };
    };
  });
}

/** How many files are safely kept: all of them, or 0. `files` are lists by the name of their field. */
export async function keepFiles(key, files) {
  const full = place(key);
  try {
    const rows = [];
    for (const [field, chosen] of Object.entries(files)) {
      for (const file of chosen) {
        rows.push({ field, name: file.name, type: file.type, changed: file.lastModified, bytes: await file.arrayBuffer() });
      }
    }
    if (rows.length) localStorage.setItem(FILES, "1");
    else if (!localStorage.getItem(FILES)) return 0;
    await run("readwrite", (store) => (rows.length ? store.put(rows, full) : store.delete(full)));
    return rows.length;
  } catch { return 0; }
}

export async function filesOf(key) {
  const found = {};
  try {
    if (!localStorage.getItem(FILES)) return found;
    for (const row of (await run("readonly", (store) => store.get(place(key)))) ?? []) {
      (found[row.field] ??= []).push(new File([row.bytes], row.name, { type: row.type, lastModified: row.changed }));
    }
  } catch { /* a browser that keeps no files has none to give back */ }
  return found;
}
