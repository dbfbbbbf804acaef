// The schedule report in a web view: the command line runs the batch, the page shows what it prints.

import { execFile } from "node:child_process";
import * as path from "node:path";
import { promisify } from "node:util";
import * as vscode from "vscode";
import { binary } from "../settings";
import { type Clause, parseReport, type Report } from "./data";
import { page } from "./html";

/** Bytes of a report that are read: one of ten thousand transactions has a tenth of that. */
const REPORT_BYTES_MAX = 256 << 20;

/** The command behind a place in the page. */
export const OPEN_SOURCE = "accessvm.openSource";

export async function showReport(batch: vscode.Uri): Promise<void> {
  const name = vscode.workspace.asRelativePath(batch);
  const folder = path.dirname(batch.fsPath);
  const location = vscode.ProgressLocation.Notification;
  const options = { location, title: `AccessVM: running ${name}`, cancellable: true };
  const report = await vscode.window.withProgress(options, (_, token) => run(batch.fsPath, folder, token));
  const panel = vscode.window.createWebviewPanel(
    "accessvm.report",
    `Schedule of ${name}`,
    vscode.ViewColumn.Beside,
    { enableCommandUris: [OPEN_SOURCE] },
  );
  panel.webview.html = page(`Schedule of ${name}`, report, (clause) => link(clause, folder));
}

async function run(batch: string, folder: string, token: vscode.CancellationToken): Promise<Report> {
  const abort = new AbortController();
  const listener = token.onCancellationRequested(() => abort.abort());
  try {
    const options = { cwd: folder, maxBuffer: REPORT_BYTES_MAX, signal: abort.signal };
    const arguments_ = ["run", batch, "--quiet", "--format", "json"];
    const { stdout } = await promisify(execFile)(binary(), arguments_, options);
    return parseReport(stdout);
  } finally {
    listener.dispose();
  }
}

/** A command address; files in a report are relative to where the batch was run. */
function link(clause: Clause, folder: string): string {
  const file = path.resolve(folder, clause.file);
  return `command:${OPEN_SOURCE}?${encodeURIComponent(JSON.stringify([file, clause.line]))}`;
}

/** Lines count from 1. */
export async function openSource(file: string, line: number): Promise<void> {
  const place = new vscode.Position(Math.max(0, line - 1), 0);
  await vscode.window.showTextDocument(vscode.Uri.file(file), { selection: new vscode.Range(place, place) });
}
