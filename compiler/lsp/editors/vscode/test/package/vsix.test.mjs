// Looks into the packed extension.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { buffer } from "node:stream/consumers";
import { test } from "node:test";
import { promisify } from "node:util";
import yauzl from "yauzl";

const VSIX = "accessvm.vsix";

/** What must be in the package: this, and nothing else. */
const FILES = [
  "[Content_Types].xml",
  "extension.vsixmanifest",
  "extension/LICENSE-APACHE",
  "extension/LICENSE-MIT",
  "extension/dist/extension.js",
  "extension/language-configuration.json",
  "extension/package.json",
  "extension/readme.md",
  "extension/snippets/move.json",
  "extension/syntaxes/move.tmLanguage.json",
];

/** Bytes by name. */
async function unpack() {
  const zip = await promisify(yauzl.open)(VSIX, { autoClose: false, lazyEntries: true });
  const contents = new Map();
  for await (const entry of zip.eachEntry()) {
    contents.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)));
  }
  zip.close();
  return contents;
}

const contents = await unpack();
const text = (name) => contents.get(`extension/${name}`).toString("utf8");

test("the package holds these files and no others", () => {
  const names = [...contents.keys()].map((name) => (/readme\.md$/i.test(name) ? name.toLowerCase() : name));
  assert.deepEqual(names.sort(), [...FILES].sort());
});

test("every file that the manifest names is there", () => {
  const { main, contributes } = JSON.parse(text("package.json"));
  const named = [
    main,
    ...contributes.languages.map(({ configuration }) => configuration),
    ...contributes.grammars.map(({ path }) => path),
    ...contributes.snippets.map(({ path }) => path),
  ];
  const missing = named.filter((name) => !contents.has(`extension/${name.replace("./", "")}`));
  assert.deepEqual(missing, []);
});

test("the bundle needs nothing but the editor and Node.js", () => {
  const needed = [...text("dist/extension.js").matchAll(/require\("([^"]+)"\)/g)].map((match) => match[1]);
  const foreign = needed.filter((name) => name !== "vscode" && !isBuiltin(name));
  assert.deepEqual(foreign, []);
});

test("the licences are those of the repository", async () => {
  for (const name of ["LICENSE-APACHE", "LICENSE-MIT"]) {
    assert.equal(text(name), await readFile(`../../../../${name}`, "utf8"));
  }
});
