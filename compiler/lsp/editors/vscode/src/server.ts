// The language server as a child process: `accessvm lsp` over stdio, and an item of the status bar that tells how it is.

import * as vscode from "vscode";
import { LanguageClient, RevealOutputChannelOn, State } from "vscode-languageclient/node";
import { binary, SECTION, serverSettings } from "./settings";

export class Server implements vscode.Disposable {
  readonly log = vscode.window.createOutputChannel("AccessVM", { log: true });
  private readonly item = vscode.window.createStatusBarItem("accessvm.status", vscode.StatusBarAlignment.Left);
  private client: LanguageClient | undefined;

  constructor() {
    this.item.name = "AccessVM";
    this.item.command = "accessvm.showStatus";
  }

  /** Starts the server. One that cannot be started is told, and the extension goes on without it. */
  async start(): Promise<void> {
    const client = this.makeClient();
    this.client = client;
    this.show(State.Starting);
    this.item.show();
    try {
      await client.start();
    } catch (error) {
      this.show(State.Stopped);
      await this.offerSettings(error);
    }
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    // What never ran, or has died, has nothing to stop.
    if (client?.needsStop()) {
      await client.stop();
    }
    await client?.dispose();
  }

  /** In words: whether the server runs, and which. */
  status(): string {
    const info = this.client?.initializeResult?.serverInfo;
    const name = info === undefined ? binary() : `${info.name} ${info.version ?? ""}`.trim();
    return `${name}: ${words(this.client?.state ?? State.Stopped)}`;
  }

  dispose(): void {
    this.item.dispose();
    this.log.dispose();
  }

  private makeClient(): LanguageClient {
    const client = new LanguageClient(
      SECTION,
      "AccessVM",
      { command: binary(), args: ["lsp"] },
      {
        documentSelector: [{ scheme: "file", language: "move" }],
        initializationOptions: serverSettings(),
        outputChannel: this.log,
        revealOutputChannelOn: RevealOutputChannelOn.Never,
        synchronize: {
          configurationSection: SECTION,
          fileEvents: vscode.workspace.createFileSystemWatcher("**/{*.move,Move.toml,accessvm.lock}"),
        },
      },
    );
    client.onDidChangeState(({ newState }) => this.show(newState));
    return client;
  }

  private show(state: State): void {
    this.item.text = state === State.Running ? "AccessVM" : `$(${icon(state)}) AccessVM`;
    this.item.tooltip = this.status();
  }

  private async offerSettings(error: unknown): Promise<void> {
    const message = `AccessVM: \`${binary()} lsp\` does not start: ${String(error)}`;
    const choice = await vscode.window.showErrorMessage(message, "Open Settings");
    if (choice !== undefined) {
      await vscode.commands.executeCommand("workbench.action.openSettings", "accessvm.server.path");
    }
  }
}

function words(state: State): string {
  switch (state) {
    case State.Starting:
      return "starting";
    case State.Running:
      return "running";
    default:
      return "stopped";
  }
}

function icon(state: State): string {
  return state === State.Starting ? "sync~spin" : "error";
}
