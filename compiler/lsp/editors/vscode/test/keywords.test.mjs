// The grammar knows each word that the lexer and the adapter of `compiler/syntax` know.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

const SYNTAX = "../../../syntax/src";

async function words() {
  const lexer = await readFile(`${SYNTAX}/token.rs`, "utf8");
  const adapter = await readFile(`${SYNTAX}/adapt.rs`, "utf8");
  const fixed = [...lexer.matchAll(/#\[token\("([a-z]+)"\)\]/g)].map((match) => match[1]);
  const decide = adapter.slice(adapter.indexOf("fn decide_word"), adapter.indexOf("fn is_struct_head"));
  const positional = [...decide.matchAll(/"([a-z]+)"(?=[^\n]*=>)/g)].map((match) => match[1]);
  assert.ok(20 < fixed.length, "token.rs is no longer read as it is written");
  assert.ok(10 < positional.length, "adapt.rs is no longer read as it is written");
  return [...fixed, ...positional];
}

test("every keyword of the compiler is in the grammar", async () => {
  const grammar = await readFile("syntaxes/move.tmLanguage.json", "utf8");
  const known = new Set(grammar.replaceAll("\\\\b", " ").match(/[a-z]+/g));
  const missing = (await words()).filter((word) => !known.has(word));
  assert.deepEqual(missing, []);
});
