//! What the module says of its accesses covers what its code does.
//!
//! The code is gone through once for what is said to be inferred ([`certificate`]); what is declared must allow that.

use vm_footprint::find_undeclared;

use crate::certificate;
use crate::context::Context;
use crate::error::{Checked, Fault};

pub(crate) fn check(context: &Context<'_>) -> Checked {
    certificate::check(context)?;
    match find_undeclared(context.module, context.imports) {
        None => Ok(()),
        Some((function, access)) => {
            Err(Fault::DeclaredTooNarrow(Some(Box::new(access))).in_function(&function.name))
        }
    }
}
