// A list is found again as it was left: a record's way back leads to the same filter, order and page, and to the place.
const KEY = "ka-lists";

function read() {
  try { return JSON.parse(sessionStorage.getItem(KEY) ?? "{}"); } catch { return {}; }
}
function write(lists) {
  try { sessionStorage.setItem(KEY, JSON.stringify(lists)); } catch { /* a browser that keeps nothing loses comfort only */ }
}

const lists = read();
const here = location.pathname;

if (document.querySelector(".ka-filter, .ka-pager")) {
  const left = lists[here];
  if (left?.returning && left.search === location.search) window.scrollTo(0, left.top);
  window.addEventListener("pagehide", () => {
    write({ ...read(), [here]: { search: location.search, top: window.scrollY, returning: false } });
  });
}

for (const link of document.querySelectorAll(".ka-crumb a, a.ka-back")) {
  const left = lists[link.pathname];
  if (!left || link.search || link.pathname === here) continue;
  link.setAttribute("href", link.pathname + left.search);
  link.addEventListener("click", () => {
    const now = read();
    now[link.pathname] = { ...left, returning: true };
    write(now);
  });
}
