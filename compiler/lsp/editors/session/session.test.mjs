// A session with the language server, by a client that is not ours. ACCESSVM names the binary.

import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import protocol from "vscode-languageserver-protocol/node";
import { Client } from "./client.mjs";

const MANIFEST = `[package]
name = "session"
version = "0.1.0"

[addresses]
book = "0xb00c"
`;

/** `bump` declares nothing, and lies untidily; the rest is in order. The comment has what UTF-8 and UTF-16 count differently. */
const COUNTER = `module book::counter {
    struct Counter has key {
        count: u64,
        limit: u64,
    }

    /// Adds one. 🧮
    public entry fun bump(whom: address) {
        /* 🧮 */ Counter[whom].count   +=   1;
    }

    /// How many there are.
    public fun count(whom: address): u64
        reads Counter(whom).count
    {
        Counter[whom].count
    }

    /// One more than there are.
    public fun next(whom: address): u64
        calls count(whom)
    {
        count(whom) + 1
    }
}
`;

let folder;
let uri;
let client;

before(async () => {
  assert.ok(process.env.ACCESSVM, "ACCESSVM must name the binary");
  folder = await mkdtemp(path.join(tmpdir(), "accessvm-session-"));
  await mkdir(path.join(folder, "sources"));
  await writeFile(path.join(folder, "Move.toml"), MANIFEST);
  const file = path.join(folder, "sources", "counter.move");
  await writeFile(file, COUNTER);
  uri = pathToFileURL(file).href;
  client = await Client.start(path.resolve(process.env.ACCESSVM), pathToFileURL(folder).href);
});

after(async () => {
  client?.kill();
  await rm(folder, { recursive: true });
});

const at = (needle, offset) => ({ textDocument: { uri }, position: client.position(uri, needle, offset) });
const codes = (diagnostics) => diagnostics.map(({ code }) => code);
const isError = ({ severity }) => severity === protocol.DiagnosticSeverity.Error;

test("the server says what it can", () => {
  const { capabilities, serverInfo } = client.initialized;
  assert.match(serverInfo.name, /accessvm/i);
  for (const provider of ["hover", "completion", "documentFormatting", "codeAction", "rename"]) {
    assert.ok(capabilities[`${provider}Provider`], `no ${provider}`);
  }
});

test("what is wrong is told when a file is opened", async () => {
  await client.open(uri, COUNTER);
  const diagnostics = await client.diagnosticsWhere(uri, (all) => all.some(isError));
  assert.deepEqual(codes(diagnostics.filter(isError)), ["E0602"]);
  assert.equal(diagnostics.find(isError).range.start.line, client.position(uri, "bump").line);
});

test("hover shows the declaration and the comment", async () => {
  const hover = await client.request(protocol.HoverRequest.type, at("count(whom) + 1"));
  const { value } = hover.contents;
  assert.match(value, /fun count\(whom: address\): u64/);
  assert.match(value, /reads Counter\(whom\)\.count/);
  assert.match(value, /How many there are\./);
});

test("completion after a dot offers the fields", async () => {
  const answer = await client.request(protocol.CompletionRequest.type, at("count   +="));
  const labels = (answer.items ?? answer).map(({ label }) => label);
  assert.ok(labels.includes("count") && labels.includes("limit"), labels.join(" "));
});

test("a quick fix settles its diagnostic", async () => {
  const [diagnostic] = await client.diagnosticsWhere(uri, (all) => all.some(isError));
  const action = await client.quickFix(uri, diagnostic);
  assert.ok(action?.edit, "no quick fix");
  await client.apply(action.edit);
  await client.diagnosticsWhere(uri, (all) => !all.some(isError));
  assert.match(client.text(uri), /fun bump\(whom: address\)\s+adds Counter\(whom\)\.count/);
});

test("formatting lays out what was untidy, and changes nothing the second time", async () => {
  const options = { tabSize: 4, insertSpaces: true };
  const format = () =>
    client.request(protocol.DocumentFormattingRequest.type, { textDocument: { uri }, options });
  await client.edit(uri, await format());
  assert.match(client.text(uri), /\/\* 🧮 \*\/ Counter\[whom\]\.count \+= 1;/);
  assert.deepEqual((await format()) ?? [], []);
});

test("renaming a function renames its calls and its clauses", async () => {
  const edit = await client.request(protocol.RenameRequest.type, { ...at("count(whom: address)"), newName: "total" });
  await client.apply(edit);
  const text = client.text(uri);
  assert.match(text, /fun total\(whom: address\)/);
  assert.match(text, /calls total\(whom\)/);
  assert.match(text, /total\(whom\) \+ 1/);
  assert.match(text, /count: u64,/);
  await client.diagnosticsWhere(uri, (all) => !all.some(isError));
});

test("the server ends with 0 when it was shut down", async () => {
  assert.equal(await client.stop(), 0);
});
