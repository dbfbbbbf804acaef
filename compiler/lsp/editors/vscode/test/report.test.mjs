// The page of a schedule report, without an editor around it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { build } from "esbuild";

async function load(entry) {
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: "esm", write: false });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString("base64")}`);
}

const { page, verdict } = await load("src/report/html.ts");
const { parseReport } = await load("src/report/data.ts");

function clause(name, price) {
  return { function: `0x1::m::${name}`, clause: `writes R<T>(a).${name}`, needed: null, file: "m.move", line: 7, waits: 2, price };
}

function report(declarations) {
  return {
    schema: "accessvm.run/1",
    batch: { transactions: 10, committed: 9, aborted: 1, gas: 100 },
    runs: [{ engine: "serial", footprints: null, threads: 1, seconds: { total: 0.5 }, speedup: 1, waits: 0, reexecutions: 0 }],
    parallelism: {
      work: 100,
      span: 40,
      parallelism: 2.5,
      policies: [{ policy: "declared", span: 40, parallelism: 2.5, speedup: { 2: 1.8, 4: 2.4 } }],
    },
    declarations,
  };
}

test("the verdict names the dearest clause", () => {
  const text = verdict(report([clause("cheap", 1.2), clause("dear", 3.5), clause("free", 1)]));
  assert.match(text, /10 transactions, 1 aborted: parallelism 2\.50/);
  assert.match(text, /`writes R<T>\(a\)\.dear` of 0x1::m::dear: the critical path is 3\.50 times/);
});

test("clauses that cost something stand dearest first, the others not at all", () => {
  const html = page("t", report([clause("cheap", 1.2), clause("free", 1), clause("dear", 3.5)]), () => "command:x");
  const rows = [...html.matchAll(/0x1::m::(\w+), line 7/g)].map((match) => match[1]);
  assert.deepEqual(rows, ["dear", "cheap"]);
});

test("nothing of a report becomes markup", () => {
  const hostile = { ...clause("x", 2), clause: "<script>alert(1)</script>", function: "\"><img src=x onerror=y>" };
  const html = page("<b>t</b>", report([hostile]), () => "command:x?\"'><script>");
  assert.doesNotMatch(html, /<script|<img|<b>/);
  assert.match(html, /&lt;script&gt;alert\(1\)&lt;\/script&gt;/);
});

test("the page may load nothing and run nothing", () => {
  const html = page("t", report([]), () => "");
  assert.match(html, /default-src 'none'; style-src 'unsafe-inline'"/);
  assert.doesNotMatch(html, /https?:|<script/);
});

test("a report of another schema is refused", () => {
  assert.throws(() => parseReport('{"schema": "accessvm.run/9"}'), /accessvm\.run\/9/);
});
