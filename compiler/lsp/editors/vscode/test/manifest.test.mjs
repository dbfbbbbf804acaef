// What `package.json` offers, the sources do; and the other way round.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";

const manifest = JSON.parse(await readFile("package.json", "utf8"));

async function sources() {
  const names = await readdir("src", { recursive: true });
  const texts = names.filter((name) => name.endsWith(".ts")).map((name) => readFile(`src/${name}`, "utf8"));
  return (await Promise.all(texts)).join("\n");
}

test("every command of the palette is registered", async () => {
  const registered = await sources();
  const offered = manifest.contributes.commands.map(({ command }) => command);
  assert.deepEqual(offered.filter((command) => !registered.includes(`"${command}": (`)), []);
});

test("every setting is read under its name", async () => {
  const text = await sources();
  const settings = Object.keys(manifest.contributes.configuration.properties);
  const unread = settings.filter((name) => !text.includes(`get("${name.replace("accessvm.", "")}"`));
  assert.deepEqual(unread, []);
});

test("the readme has a line for every command and setting", async () => {
  const readme = await readFile("README.md", "utf8");
  const titles = manifest.contributes.commands.map(({ category, title }) => `| ${category}: ${title} |`);
  const settings = Object.keys(manifest.contributes.configuration.properties).map((name) => `| \`${name}\` |`);
  assert.deepEqual([...titles, ...settings].filter((line) => !readme.includes(line)), []);
});

test("every dependency is pinned", () => {
  const all = { ...manifest.dependencies, ...manifest.devDependencies };
  const loose = Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
  assert.deepEqual(loose, []);
});

test("every snippet has a prefix of its own", async () => {
  const snippets = Object.values(JSON.parse(await readFile("snippets/move.json", "utf8")));
  const prefixes = snippets.map(({ prefix }) => prefix);
  assert.deepEqual(prefixes.filter((prefix, index) => prefixes.indexOf(prefix) !== index), []);
});
