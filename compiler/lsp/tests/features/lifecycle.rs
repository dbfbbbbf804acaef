//! From the first message to the last.

use compiler_lsp::Exit;
use expect_test::expect;
use lsp_server::ErrorCode;
use serde_json::{Value, json};

use crate::client::Client;

#[test]
fn a_client_takes_its_leave_with_shutdown() {
    assert_eq!(Client::open("module 0x2::a {}").leave(), Exit::Proper);
    assert_eq!(Client::open("module 0x2::a {}").exit(), Exit::Improper);
    assert_eq!(Client::open("module 0x2::a {}").vanish(), Exit::Improper);
}

#[test]
fn nothing_is_answered_before_the_start_and_after_the_end() {
    let mut client = Client::silent(&[]);
    let early = client.request("shutdown", Value::Null).unwrap_err();
    assert_eq!(early.code, ErrorCode::ServerNotInitialized as i32);
    let mut client = Client::open("module 0x2::a {}");
    client.request("shutdown", Value::Null).unwrap();
    let late = client.request("workspace/symbol", json!({"query": ""})).unwrap_err();
    assert_eq!(late.code, ErrorCode::InvalidRequest as i32);
}

#[test]
fn unknown_requests_and_malformed_ones_are_told_apart() {
    let mut client = Client::open("module 0x2::a {}");
    let unknown = client.request("textDocument/poetry", json!({})).unwrap_err();
    assert_eq!(unknown.code, ErrorCode::MethodNotFound as i32);
    let malformed = client.request("textDocument/foldingRange", json!({})).unwrap_err();
    assert_eq!(malformed.code, ErrorCode::InvalidParams as i32);
}

#[test]
fn a_server_says_what_it_does() {
    let mut client = Client::silent(&[]);
    let general = json!({"general": {"positionEncodings": ["utf-8", "utf-16"]}});
    let params = json!({"processId": null, "rootUri": null, "capabilities": general});
    let mut answer = client.request("initialize", params).unwrap();
    answer["capabilities"].as_object_mut().unwrap().remove("semanticTokensProvider");
    expect![[r#"

        callHierarchyProvider: true
        codeActionProvider:
          codeActionKinds: ["quickfix","refactor.extract","refactor.rewrite","source.fixAll.accessvm"]
          resolveProvider: true
        codeLensProvider:
        completionProvider:
          resolveProvider: true
          triggerCharacters: [".",":"]
        definitionProvider: true
        documentFormattingProvider: true
        documentHighlightProvider: true
        documentRangeFormattingProvider: true
        documentSymbolProvider: true
        foldingRangeProvider: true
        hoverProvider: true
        inlayHintProvider: true
        positionEncoding: utf-8
        referencesProvider: true
        renameProvider:
          prepareProvider: true
        selectionRangeProvider: true
        signatureHelpProvider:
          retriggerCharacters: [")"]
          triggerCharacters: ["(",","]
        textDocumentSync:
          change: 2
          openClose: true
          save: true
        typeDefinitionProvider: true
        workspace:
          fileOperations:
            willRename:
              filters:
                -
                  pattern:
                    glob: **/*.move
                    matches: file
                  scheme: file
          textDocumentContent:
            schemes: ["accessvm"]
          workspaceFolders:
            changeNotifications: true
            supported: true
        workspaceSymbolProvider: true
    "#]]
    .assert_eq(&client.show(&answer["capabilities"]));
}

#[test]
fn reading_a_package_shows_progress() {
    let capabilities = json!({"window": {"workDoneProgress": true}});
    let mut client = Client::with(capabilities, &[("sources/a.move", "module 0x2::a {}")]);
    let created = client.asked("window/workDoneProgress/create", Value::Null);
    let begun = client.notification("$/progress");
    let ended = client.notification("$/progress");
    assert_eq!((&begun["token"], &ended["token"]), (&created["token"], &created["token"]));
    assert_eq!(
        (&begun["value"]["kind"], &ended["value"]["kind"]),
        (&json!("begin"), &json!("end"))
    );
}

#[test]
fn files_are_watched_by_a_client_that_can() {
    let watching = json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}});
    let mut client = Client::with(watching, &[("sources/a.move", "module 0x2::a {}")]);
    let asked = client.asked("client/registerCapability", Value::Null);
    expect![[r#"

        registrations:
          -
            id: watched-files
            method: workspace/didChangeWatchedFiles
            registerOptions:
              watchers:
                -
                  globPattern: **/*.move
                -
                  globPattern: **/Move.toml
                -
                  globPattern: **/accessvm.lock
    "#]]
    .assert_eq(&client.show(&asked));
}
