// The board's cells stay light in the page: their words (mine, duty, state) are put together here when one is pointed at.
for (const table of document.querySelectorAll(".ka-board")) {
  const words = {};
  for (const row of document.querySelectorAll(".ka-legend li")) {
    const code = Array.from(row.firstElementChild.classList).find((name) => name.startsWith("ka-c--"))?.slice(6);
    if (code) words[code] = row.lastChild.textContent.trim();
  }
  const heads = () => Array.from(table.tHead.rows[table.tHead.rows.length - 1].cells);
  const cellsOf = (row) => Array.from(row.querySelectorAll("td"));

  function name(link) {
    if (link.title) return;
    const cell = link.parentElement;
    const row = cell.parentElement;
    const code = Array.from(cell.classList).find((one) => one.startsWith("is-") && one !== "is-col")?.slice(3);
    const duty = heads()[cellsOf(row).indexOf(cell)]?.textContent.trim() ?? "";
    const mine = row.querySelector(".ka-mine")?.textContent.trim() ?? "";
    link.title = [mine, duty, words[code] ?? link.textContent].filter(Boolean).join(" ");
    link.setAttribute("aria-label", link.title);
  }
  table.addEventListener("pointerover", (event) => { const link = event.target.closest("td > a"); if (link) name(link); });
  table.addEventListener("focusin", (event) => { const link = event.target.closest("td > a"); if (link) name(link); });

  // one stop for Tab, arrows inside: the board is a ledger, not 600 stops
  const links = Array.from(table.querySelectorAll("td > a"));
  const first = table.querySelector("td > a[aria-current]") ?? links[0];
  for (const link of links) link.tabIndex = link === first ? 0 : -1;
  table.addEventListener("keydown", (event) => {
    const link = event.target.closest?.("td > a");
    const step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
    if (!link || !step) return;
    const rows = Array.from(table.querySelectorAll("tbody tr"));
    let row = rows.indexOf(link.closest("tr"));
    let column = cellsOf(rows[row]).indexOf(link.parentElement);
    for (;;) {
      row += step[0];
      column += step[1];
      const cell = rows[row] && cellsOf(rows[row])[column];
      if (!cell) return;
      const next = cell.querySelector("a");
      if (!next) continue;
      event.preventDefault();
      link.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
      next.scrollIntoView({ block: "nearest", inline: "nearest" });
      return;
    }
  });
}
