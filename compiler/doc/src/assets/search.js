// Finds items whose names or descriptions hold all words; names that begin with the first word come first.

"use strict";

const FOUND_MAX = 50;

const field = document.getElementById("search");
const found = document.getElementById("found");
const content = document.getElementById("content");

function rank(row, words) {
  const name = row.name.toLowerCase();
  const all = `${row.kind} ${row.module}::${row.name} ${row.text}`.toLowerCase();
  if (!words.every((word) => all.includes(word))) {
    return undefined;
  }
  const first = words[0];
  return name === first ? 0 : name.startsWith(first) ? 1 : name.includes(first) ? 2 : 3;
}

function element(row) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  const code = document.createElement("code");
  code.textContent = row.kind === "module" ? row.module : `${row.module}::${row.name}`;
  link.href = row.target;
  link.append(code);
  link.addEventListener("click", () => search(""));
  item.append(`${row.kind} `, link, ` ${row.text}`);
  return item;
}

function search(text) {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== "");
  found.hidden = words.length === 0;
  content.hidden = words.length !== 0;
  const ranked = words.length === 0 ? [] : SEARCH_INDEX.map((row) => [rank(row, words), row]);
  const rows = ranked.filter(([place]) => place !== undefined).sort(([one], [other]) => one - other);
  found.replaceChildren(...rows.slice(0, FOUND_MAX).map(([, row]) => element(row)));
}

field.addEventListener("input", () => search(field.value));
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== field) {
    event.preventDefault();
    field.focus();
  } else if (event.key === "Escape") {
    field.value = "";
    search("");
  }
});
