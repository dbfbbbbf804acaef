// The extension: starts the server and registers the commands. What a command does is in a file of its own.

import * as vscode from "vscode";
import { chooseBatch, choosePackage } from "./choice";
import { OPEN_SOURCE, openSource, showReport } from "./report/panel";
import { Server } from "./server";
import { runBatch, runTest } from "./terminal";

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const started = new Server();
  server = started;
  context.subscriptions.push(started);
  const commands: Record<string, (...arguments_: never[]) => Promise<void>> = {
    "accessvm.restartServer": () => started.restart(),
    "accessvm.showStatus": () => showStatus(started),
    "accessvm.showReport": (batch?: string) => withBatch(batch, showReport),
    "accessvm.runBatch": (batch?: string) => withBatch(batch, (uri) => runBatch(uri.fsPath)),
    "accessvm.runTest": (folder?: string, filter?: string) => withPackage(folder, filter),
    [OPEN_SOURCE]: openSource,
  };
  for (const [name, run] of Object.entries(commands)) {
    context.subscriptions.push(vscode.commands.registerCommand(name, run));
  }
  const restart = (event: vscode.ConfigurationChangeEvent) =>
    event.affectsConfiguration("accessvm.server.path") ? started.restart() : undefined;
  context.subscriptions.push(vscode.workspace.onDidChangeConfiguration(restart));
  await started.start();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}

async function showStatus(server: Server): Promise<void> {
  const choice = await vscode.window.showInformationMessage(server.status(), "Restart", "Show Log");
  if (choice === "Restart") {
    await server.restart();
  } else if (choice === "Show Log") {
    server.log.show();
  }
}

/** Code lenses say which batch; the palette does not. */
async function withBatch(batch: string | undefined, run: (batch: vscode.Uri) => Promise<void>): Promise<void> {
  const uri = batch === undefined ? await chooseBatch() : vscode.Uri.file(batch);
  if (uri !== undefined) {
    await run(uri);
  }
}

async function withPackage(folder: string | undefined, filter: string | undefined): Promise<void> {
  const chosen = folder ?? (await choosePackage());
  if (chosen === undefined) {
    await vscode.window.showInformationMessage("AccessVM: the workspace has no Move.toml");
  } else {
    await runTest(chosen, filter);
  }
}
