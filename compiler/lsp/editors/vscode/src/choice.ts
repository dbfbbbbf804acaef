// Which package and which batch a command is about, where nobody has said.

import * as path from "node:path";
import * as vscode from "vscode";

/** How many batches the palette offers. */
const BATCHES_MAX = 100;

/** The folder of the package that the file in the editor is of; else the first one of the workspace. */
export async function choosePackage(): Promise<string | undefined> {
  const file = vscode.window.activeTextEditor?.document.uri;
  const above = file?.scheme === "file" ? await packageAbove(file) : undefined;
  if (above !== undefined) {
    return above;
  }
  const manifests = await vscode.workspace.findFiles("**/Move.toml", "**/build/**", 1);
  return manifests[0] === undefined ? undefined : path.dirname(manifests[0].fsPath);
}

/** The batch in the editor; else the only one of the workspace, or the one that is picked. */
export async function chooseBatch(): Promise<vscode.Uri | undefined> {
  const open = vscode.window.activeTextEditor?.document.uri;
  if (open?.scheme === "file" && /(^|[./])batch\.json$|\.jsonl$/.test(path.basename(open.fsPath))) {
    return open;
  }
  const batches = await vscode.workspace.findFiles("**/{batch.json,*.jsonl}", "**/build/**", BATCHES_MAX);
  if (batches.length === 0) {
    await vscode.window.showInformationMessage("AccessVM: the workspace has no batch.json");
  }
  if (batches.length <= 1) {
    return batches[0];
  }
  const items = batches.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }));
  items.sort((one, other) => one.label.localeCompare(other.label));
  return (await vscode.window.showQuickPick(items, { title: "Which batch?" }))?.uri;
}

async function packageAbove(file: vscode.Uri): Promise<string | undefined> {
  for (let folder = path.dirname(file.fsPath); ; folder = path.dirname(folder)) {
    if (await exists(vscode.Uri.file(path.join(folder, "Move.toml")))) {
      return folder;
    }
    if (folder === path.dirname(folder)) {
      return undefined;
    }
  }
}

async function exists(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch {
    return false;
  }
}
