//! A request that always fails, for those who want to see what a failure costs: one answer.

use gen_lsp_types::{LspRequestMethod, MessageDirection, Request};
use serde_json::Value;

use crate::requests::Answer;
use crate::workspace::Workspace;

/// `accessvm/crash`
pub(crate) enum Crash {}

impl Request for Crash {
    type Params = Value;
    type Result = Value;
    const METHOD: LspRequestMethod<'static> = LspRequestMethod::new("accessvm/crash");
    const MESSAGE_DIRECTION: MessageDirection = MessageDirection::ClientToServer;
}

/// Answers nothing.
pub(crate) fn answer(_: &mut Workspace, _: &Value) -> Answer<Value> {
    panic!("this is what the client asked for")
}
