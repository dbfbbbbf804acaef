// A schedule report as a page: a sentence, then tables. It runs no script and loads nothing.

import type { Clause, Policy, Report, Run } from "./data";

/** Where a row of the table of clauses leads. */
export type Link = (clause: Clause) => string;

/** `link` gives the address behind the place of a clause. */
export function page(title: string, report: Report, link: Link): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escape(title)}</h1>
<p>${escape(verdict(report))}</p>
<h2>Clauses by price</h2>
${clauses(report.declarations, link)}
<h2>What other knowledge would give</h2>
${policies(report.parallelism.policies)}
<h2>Runs</h2>
${runs(report.runs)}
</body>
</html>
`;
}

/** The report in a sentence or two. */
export function verdict({ batch, parallelism, declarations }: Report): string {
  const aborted = batch.aborted === 0 ? "" : `, ${batch.aborted} aborted`;
  const dearest = byPrice(declarations)[0];
  const price =
    dearest === undefined
      ? "No clause lengthens the critical path."
      : `The dearest clause is \`${dearest.clause}\` of ${dearest.function}: the critical path is ${dearest.price.toFixed(2)} times as long as needed.`;
  return (
    `${batch.transactions} transactions${aborted}: parallelism ${parallelism.parallelism.toFixed(2)} ` +
    `(work ${parallelism.work} gas, critical path ${parallelism.span} gas). ${price}`
  );
}

/** Clauses that cost something, dearest first; equal ones as they are reported. */
function byPrice(clauses: Clause[]): Clause[] {
  return clauses.filter((clause) => 1 < clause.price).sort((one, other) => other.price - one.price);
}

function clauses(all: Clause[], link: Link): string {
  const rows = byPrice(all).map((clause) => [
    `${clause.price.toFixed(2)}`,
    code(clause.clause),
    clause.needed === null ? "nothing" : code(clause.needed),
    `<a href="${escape(link(clause))}">${escape(`${clause.function}, line ${clause.line}`)}</a>`,
    `${clause.waits}`,
  ]);
  const none = "<p>No clause lengthens the critical path.</p>";
  return rows.length === 0 ? none : table(["price", "clause", "would do", "where", "waits"], rows);
}

function policies(all: Policy[]): string {
  const cores = Object.keys(all[0]?.speedup ?? {});
  const rows = all.map((policy) => [
    escape(policy.policy),
    `${policy.span}`,
    policy.parallelism.toFixed(2),
    ...cores.map((count) => `${(policy.speedup[count] ?? 1).toFixed(2)}x`),
  ]);
  return table(["policy", "span", "parallelism", ...cores.map((count) => `${count} cores`)], rows);
}

function runs(all: Run[]): string {
  const rows = all.map((run) => [
    escape(run.engine),
    escape(run.footprints ?? ""),
    `${run.threads}`,
    run.seconds.total.toFixed(4),
    `${run.speedup.toFixed(2)}x`,
    `${run.waits}`,
    `${run.reexecutions}`,
  ]);
  return table(["engine", "footprints", "threads", "seconds", "speedup", "waits", "re-executed"], rows);
}

/** Cells are HTML already, heads are text. */
function table(heads: string[], rows: string[][]): string {
  const head = heads.map((text) => `<th scope="col">${escape(text)}</th>`).join("");
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join("")}</tr>`);
  return `<table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body.join("\n")}\n</tbody>\n</table>`;
}

function code(text: string): string {
  return `<code>${escape(text)}</code>`;
}

function escape(text: string): string {
  const names: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return text.replace(/[&<>"']/g, (character) => names[character] ?? character);
}

const STYLE = `
body { font-family: var(--vscode-font-family, sans-serif); color: var(--vscode-foreground); }
table { border-collapse: collapse; margin-bottom: 1.5em; }
th, td { text-align: left; padding: 0.2em 0.8em; border-bottom: 1px solid var(--vscode-panel-border, gray); }
td { font-variant-numeric: tabular-nums; vertical-align: top; }
code { font-family: var(--vscode-editor-font-family, monospace); }
a { color: var(--vscode-textLink-foreground); }
`;
