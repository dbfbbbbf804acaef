// The settings of `package.json`, read.

import * as vscode from "vscode";

/** Section of all settings; the server asks for it by this name, too. */
export const SECTION = "accessvm";

/** What the server is told when it starts, and when it asks. */
export interface ServerSettings {
  inlayHints: { types: boolean; parameterNames: boolean; footprints: boolean };
  diagnostics: { disabled: string[] };
  /** `null`: as the manifest says. */
  declarations: "required" | "inferred" | null;
}

/** The `accessvm` binary: a name or a path. */
export function binary(): string {
  return vscode.workspace.getConfiguration(SECTION).get("server.path", "accessvm");
}

export function serverSettings(): ServerSettings {
  const settings = vscode.workspace.getConfiguration(SECTION);
  return {
    inlayHints: {
      types: settings.get("inlayHints.types", true),
      parameterNames: settings.get("inlayHints.parameterNames", false),
      footprints: settings.get("inlayHints.footprints", false),
    },
    diagnostics: { disabled: settings.get("diagnostics.disabled", []) },
    declarations: settings.get("declarations", null),
  };
}
