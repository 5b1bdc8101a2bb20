// A cell of the board opens its duty beside the board; without this script, or with a modifier key, it opens the page.
const table = document.querySelector(".ka-board");
const peek = document.getElementById("peek");
let chosen = table?.querySelector("td > a[aria-current]") ?? null;

function tint(link, on) {
  const cell = link.parentElement;
  const row = cell.parentElement;
  const place = Array.from(row.querySelectorAll("td")).indexOf(cell);
  row.classList.toggle("is-row", on);
  cell.classList.toggle("is-col", on);
  const heads = table.tHead.rows[table.tHead.rows.length - 1].cells;
  heads[place]?.classList.toggle("is-col", on);
  if (on) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
}

table?.addEventListener("click", (event) => {
  const link = event.target.closest("td > a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0 || !window.htmx || !peek) return;
  if (matchMedia("(max-width: 1100px)").matches) return;
  event.preventDefault();
  if (chosen) tint(chosen, false);
  chosen = link;
  tint(link, true);
  window.htmx.ajax("GET", link.href, { target: "#peek", swap: "innerHTML" });
});
