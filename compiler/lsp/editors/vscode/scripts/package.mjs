// Packs the extension: bundles it, takes the licences of the repository, writes `accessvm.vsix`.

import { copyFile } from "node:fs/promises";
import { createVSIX } from "@vscode/vsce";
import "./bundle.mjs";

const ROOT = "../../../..";

for (const licence of ["LICENSE-APACHE", "LICENSE-MIT"]) {
  await copyFile(`${ROOT}/${licence}`, licence);
}
// What is needed of dependencies is in the bundle. The repository has no public address that links could lead to.
await createVSIX({
  packagePath: "accessvm.vsix",
  dependencies: false,
  allowMissingRepository: true,
  skipLicense: true,
});
