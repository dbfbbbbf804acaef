// A language client: the connection of `vscode-languageserver-protocol`, documents that edits are applied to.

import { spawn } from "node:child_process";
import { once } from "node:events";
import protocol from "vscode-languageserver-protocol/node";
import { TextDocument } from "vscode-languageserver-textdocument";

const {
  CodeActionRequest,
  ConfigurationRequest,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
  RegistrationRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  WorkDoneProgressCreateRequest,
  createProtocolConnection,
} = protocol;

/** Milliseconds until something that the server has to say is given up. A debug build may be slow. */
const PATIENCE = 60_000;

const CAPABILITIES = {
  general: { positionEncodings: ["utf-16"] },
  textDocument: {
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix", "refactor", "source"] } },
      resolveSupport: { properties: ["edit"] },
      dataSupport: true,
    },
    completion: { completionItem: { snippetSupport: false } },
    hover: { contentFormat: ["markdown", "plaintext"] },
    publishDiagnostics: { relatedInformation: true, versionSupport: true },
    rename: { prepareSupport: true },
  },
  workspace: { configuration: true, workspaceEdit: { documentChanges: true } },
};

export class Client {
  #process;
  #connection;
  #exit;
  #documents = new Map();
  /** The newest diagnostics by document, and who waits for others. */
  #diagnostics = new Map();
  #waiting = new Set();

  /** Starts `binary lsp` and asks it to initialise. */
  static async start(binary, root) {
    const client = new Client();
    client.#spawn(binary);
    const folder = { uri: root, name: "session" };
    const parameters = { processId: process.pid, rootUri: root, workspaceFolders: [folder], capabilities: CAPABILITIES };
    client.initialized = await client.request(InitializeRequest.type, parameters);
    await client.#connection.sendNotification(InitializedNotification.type, {});
    return client;
  }

  #spawn(binary) {
    this.#process = spawn(binary, ["lsp"], { stdio: ["pipe", "pipe", "inherit"] });
    this.#exit = once(this.#process, "exit");
    const reader = new StreamMessageReader(this.#process.stdout);
    const writer = new StreamMessageWriter(this.#process.stdin);
    const connection = createProtocolConnection(reader, writer);
    connection.onRequest(ConfigurationRequest.type, ({ items }) => items.map(() => null));
    connection.onRequest(RegistrationRequest.type, () => {});
    connection.onRequest(WorkDoneProgressCreateRequest.type, () => {});
    connection.onNotification(PublishDiagnosticsNotification.type, (told) => this.#told(told));
    connection.listen();
    this.#connection = connection;
  }

  #told({ uri, diagnostics }) {
    this.#diagnostics.set(uri, diagnostics);
    for (const wake of this.#waiting) {
      wake();
    }
  }

  request(type, parameters) {
    return within(this.#connection.sendRequest(type, parameters), type.method);
  }

  async open(uri, text) {
    this.#documents.set(uri, TextDocument.create(uri, "move", 1, text));
    const textDocument = { uri, languageId: "move", version: 1, text };
    await this.#connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
  }

  text(uri) {
    return this.#documents.get(uri).getText();
  }

  /** The position of the `offset`th character of the first `needle`. */
  position(uri, needle, offset = 0) {
    const document = this.#documents.get(uri);
    const start = document.getText().indexOf(needle);
    if (start < 0) {
      throw new Error(`no ${needle} in ${uri}`);
    }
    return document.positionAt(start + offset);
  }

  /** Applies text edits to an open document and tells the server of them, all in one change of each place. */
  async edit(uri, edits) {
    const document = this.#documents.get(uri);
    const next = TextDocument.applyEdits(document, edits);
    // From the last to the first: no change moves the ranges of those that follow it.
    const last = (one, other) => document.offsetAt(other.range.start) - document.offsetAt(one.range.start);
    const contentChanges = [...edits].sort(last).map(({ range, newText }) => ({ range, text: newText }));
    const version = document.version + 1;
    this.#documents.set(uri, TextDocument.create(uri, "move", version, next));
    const parameters = { textDocument: { uri, version }, contentChanges };
    await this.#connection.sendNotification(DidChangeTextDocumentNotification.type, parameters);
  }

  /** Applies a workspace edit in either of its forms. */
  async apply({ changes = {}, documentChanges = [] }) {
    for (const [uri, edits] of Object.entries(changes)) {
      await this.edit(uri, edits);
    }
    for (const { textDocument, edits } of documentChanges) {
      await this.edit(textDocument.uri, edits);
    }
  }

  /** Waits until the diagnostics of a document are as wanted, and gives them. */
  async diagnosticsWhere(uri, isWanted) {
    let wake;
    const settled = new Promise((resolve) => {
      wake = () => {
        const diagnostics = this.#diagnostics.get(uri);
        if (diagnostics !== undefined && isWanted(diagnostics)) {
          resolve(diagnostics);
        }
      };
    });
    this.#waiting.add(wake);
    wake();
    try {
      return await within(settled, () => `diagnostics; there are ${JSON.stringify(this.#diagnostics.get(uri))}`);
    } finally {
      this.#waiting.delete(wake);
    }
  }

  /** What settles a diagnostic, of the quick fixes that the server offers for it. */
  async quickFix(uri, diagnostic) {
    const context = { diagnostics: [diagnostic], only: ["quickfix"] };
    const parameters = { textDocument: { uri }, range: diagnostic.range, context };
    const actions = (await this.request(CodeActionRequest.type, parameters)) ?? [];
    const action = actions.find(({ kind }) => kind?.startsWith("quickfix"));
    return action?.edit === undefined && action?.data !== undefined
      ? this.request(protocol.CodeActionResolveRequest.type, action)
      : action;
  }

  /** Shuts the server down and gives its exit code. */
  async stop() {
    await this.request(ShutdownRequest.type);
    await this.#connection.sendNotification(ExitNotification.type);
    const [code] = await within(this.#exit, "the exit");
    this.#connection.dispose();
    return code;
  }

  /** Ends a server that has not been stopped. */
  kill() {
    this.#process.kill();
  }
}

async function within(promise, what) {
  let timer;
  const late = new Promise((_, reject) => {
    const fail = () => reject(new Error(`waited too long for ${typeof what === "string" ? what : what()}`));
    timer = setTimeout(fail, PATIENCE);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
