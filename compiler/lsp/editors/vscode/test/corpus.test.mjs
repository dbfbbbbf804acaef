// The grammar on real programs: no region stays open, so no file is coloured wrong from some line on.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { test } from "node:test";
import oniguruma from "vscode-oniguruma";
import textmate from "vscode-textmate";

const ROOT = "../../../..";
const GRAMMAR = "syntaxes/move.tmLanguage.json";

async function loadGrammar() {
  const wasm = createRequire(import.meta.url).resolve("vscode-oniguruma/release/onig.wasm");
  await oniguruma.loadWASM(await readFile(wasm));
  const onigLib = {
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  };
  const text = await readFile(GRAMMAR, "utf8");
  const loadGrammar = async () => textmate.parseRawGrammar(text, GRAMMAR);
  return new textmate.Registry({ onigLib: Promise.resolve(onigLib), loadGrammar }).loadGrammar("source.move");
}

async function sources(folder) {
  const names = await readdir(path.join(ROOT, folder), { recursive: true });
  return names.filter((name) => name.endsWith(".move")).map((name) => path.join(folder, name)).sort();
}

/** What is wrong with the colours of a file. */
function faults(grammar, text) {
  const found = [];
  let stack = textmate.INITIAL;
  text.split("\n").forEach((line, index) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    stack = ruleStack;
    const declared = /^ {4}(?:public(?:\(\w+\))? |entry |inline |native |package |friend )*fun (\w+)/d.exec(line);
    const at = declared?.indices[1][0];
    const scopes = tokens.find(({ startIndex }) => startIndex === at)?.scopes;
    const isComment = tokens[0].scopes.some((scope) => scope.startsWith("comment"));
    const isFunction = scopes?.join(" ") === "source.move meta.function.move entity.name.function.move";
    if (declared !== null && !isComment && !isFunction) {
      found.push(`${index + 1}: ${declared[1]} is ${scopes?.join(" ")}`);
    }
    if (tokens.some((token) => token.scopes.some((scope) => scope.startsWith("invalid")))) {
      found.push(`${index + 1}: something is called invalid`);
    }
  });
  return stack.depth === 1 ? found : [...found, "a region is open at the end"];
}

const grammar = await loadGrammar();

for (const folder of ["compiler/syntax/tests", "examples", "stdlib"]) {
  test(`${folder} is coloured to its end`, async () => {
    const files = await sources(folder);
    assert.ok(0 < files.length);
    const found = [];
    for (const file of files) {
      const text = await readFile(path.join(ROOT, file), "utf8");
      found.push(...faults(grammar, text).map((fault) => `${file}:${fault}`));
    }
    assert.deepEqual(found, []);
  });
}
