//! Folding ranges.

use expect_test::expect;
use serde_json::json;

use crate::client::Client;

#[test]
fn blocks_comments_and_uses_fold() {
    let mut client = Client::open(
        "// One
// comment.
module 0x2::a {
    use std::vector;
    use std::signer;

    /* a
       block */
    fun f(
        x: u64,
    ): u64 {
        if (x == 0) { 1 } else {
            2
        }
    }
}
",
    );
    let transcript = client.transcript("textDocument/foldingRange", json!({}));
    expect![[r#"
        textDocument/foldingRange

        -
          endLine: 1
          kind: comment
          startLine: 0
        -
          endLine: 14
          startLine: 2
        -
          endLine: 4
          kind: imports
          startLine: 3
        -
          endLine: 7
          kind: comment
          startLine: 6
        -
          endLine: 9
          startLine: 8
        -
          endLine: 13
          startLine: 10
        -
          endLine: 12
          startLine: 11
    "#]]
    .assert_eq(&transcript);
}
