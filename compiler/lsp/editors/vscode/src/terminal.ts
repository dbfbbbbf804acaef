// What code lenses and the palette run in a terminal: tests and batches.

import * as path from "node:path";
import * as vscode from "vscode";
import { binary } from "./settings";

/** Runs the tests of the package in `folder` whose names contain `filter`; all of them without one. */
export async function runTest(folder: string, filter?: string): Promise<void> {
  const wanted = filter === undefined ? [] : [filter];
  await runInTerminal(`test ${filter ?? path.basename(folder)}`, ["test", folder, ...wanted], folder);
}

/** `batch` is a file, or a folder that holds `batch.json`. */
export async function runBatch(batch: string): Promise<void> {
  await runInTerminal(`run ${path.basename(batch)}`, ["run", batch], path.dirname(batch));
}

/** No shell stands between, so nothing has to be quoted. */
async function runInTerminal(name: string, arguments_: string[], cwd: string): Promise<void> {
  const process = new vscode.ProcessExecution(binary(), arguments_, { cwd });
  const definition = { type: "accessvm", arguments: arguments_ };
  const task = new vscode.Task(definition, vscode.TaskScope.Workspace, name, "accessvm", process);
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, panel: vscode.TaskPanelKind.Shared };
  await vscode.tasks.executeTask(task);
}
