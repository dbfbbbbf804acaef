//! Whether a test passes: how it ended against what `#[expected_failure]` says.

use compiler_driver::{ExpectedCause, ExpectedFailure};
use vm_access::{AccountAddress, ModuleId, Record};
use vm_interpreter::{Abort, Cause, Limit, Status};

/// What is wrong with how a test ended; `None` if it passes.
pub(crate) fn judge(expected: Option<&ExpectedFailure>, status: &Status) -> Option<String> {
    match (expected, status) {
        (None, Status::Committed) => None,
        (None, Status::Aborted(abort)) => Some(format!("test failed: {}", shown(abort))),
        (Some(_), Status::Committed) => Some("test was to fail, but did not".to_owned()),
        (Some(expected), Status::Aborted(abort)) => {
            let is_met = is_cause_met(expected.cause.as_ref(), abort)
                && expected.location.as_ref().is_none_or(|it| location(abort).as_ref() == Some(it));
            (!is_met).then(|| {
                format!(
                    "test was to fail otherwise: expected {}, found {}",
                    wish(expected),
                    shown(abort)
                )
            })
        }
    }
}

/// The cause in words.
fn shown(abort: &Abort) -> String {
    let is_code = matches!(abort.cause, Cause::Code { .. });
    format!("{}{}", if is_code { "abort with " } else { "" }, abort.cause)
}

fn wish(expected: &ExpectedFailure) -> String {
    let cause = match &expected.cause {
        None => "a failure".to_owned(),
        Some(ExpectedCause::Code { code, name: Some(name) }) => {
            format!("abort with code {code} ({name})")
        }
        Some(ExpectedCause::Code { code, name: None }) => format!("abort with code {code}"),
        Some(ExpectedCause::Arithmetic) => "an arithmetic error".to_owned(),
        Some(ExpectedCause::Vector) => "a vector error".to_owned(),
        Some(ExpectedCause::OutOfGas) => "out of gas".to_owned(),
        Some(ExpectedCause::Status(status)) => format!("status {status}"),
    };
    match &expected.location {
        Some(module) => format!("{cause} in {module}"),
        None => cause,
    }
}

fn is_cause_met(expected: Option<&ExpectedCause>, abort: &Abort) -> bool {
    match expected {
        None => !is_fault(&abort.cause),
        Some(ExpectedCause::Code { code, .. }) => code_of(&abort.cause) == Some(*code),
        Some(ExpectedCause::Arithmetic) => matches!(abort.cause, Cause::Arithmetic(_)),
        Some(ExpectedCause::Vector) => {
            matches!(abort.cause, Cause::NoElement | Cause::ElementCount)
        }
        Some(ExpectedCause::OutOfGas) => abort.cause == Cause::OutOfGas,
        Some(ExpectedCause::Status(status)) => status_of(&abort.cause) == *status,
    }
}

/// Whether it is the machine that failed and not the program, which no test may count on.
fn is_fault(cause: &Cause) -> bool {
    match cause {
        Cause::OutsideFootprint { .. }
        | Cause::NotATerm
        | Cause::BadArguments
        | Cause::Unlinked(_)
        | Cause::NoLayout(_)
        | Cause::Interrupted
        | Cause::Unverified(_) => true,
        Cause::Code { .. }
        | Cause::NotThere(_)
        | Cause::AlreadyThere(_)
        | Cause::Arithmetic(_)
        | Cause::NoElement
        | Cause::ElementCount
        | Cause::BadAddress
        | Cause::OutOfGas
        | Cause::LimitReached(_) => false,
    }
}

/// The abort code; Move's tables abort with codes of their own where an item is missing or there already.
fn code_of(cause: &Cause) -> Option<u64> {
    const ALREADY_EXISTS: u64 = (100 << 8) + 7;
    const NOT_FOUND: u64 = (101 << 8) + 7;
    match cause {
        Cause::Code { code, .. } => Some(*code),
        Cause::NotThere(record) => is_item(record).then_some(NOT_FOUND),
        Cause::AlreadyThere(record) => is_item(record).then_some(ALREADY_EXISTS),
        Cause::Arithmetic(_)
        | Cause::NoElement
        | Cause::ElementCount
        | Cause::BadAddress
        | Cause::OutsideFootprint { .. }
        | Cause::OutOfGas
        | Cause::LimitReached(_)
        | Cause::NotATerm
        | Cause::BadArguments
        | Cause::Unlinked(_)
        | Cause::NoLayout(_)
        | Cause::Interrupted
        | Cause::Unverified(_) => None,
    }
}

/// The number of a cause in Move's list of status codes.
fn status_of(cause: &Cause) -> u64 {
    match cause {
        Cause::Code { .. } => 4016,
        Cause::Arithmetic(_) => 4017,
        Cause::NoElement | Cause::ElementCount => 4018,
        Cause::NotThere(record) => {
            if is_item(record) {
                4016
            } else {
                4008
            }
        }
        Cause::AlreadyThere(record) => {
            if is_item(record) {
                4016
            } else {
                4004
            }
        }
        Cause::OutOfGas => 4002,
        Cause::OutsideFootprint { .. } => 4034,
        Cause::LimitReached(Limit::CallDepth) => 4021,
        Cause::LimitReached(Limit::Memory) => 4028,
        Cause::LimitReached(Limit::Events | Limit::Records) => 4030,
        Cause::BadAddress
        | Cause::NotATerm
        | Cause::BadArguments
        | Cause::Unlinked(_)
        | Cause::NoLayout(_)
        | Cause::Interrupted
        | Cause::Unverified(_) => 4000,
    }
}

fn is_item(record: &Record) -> bool {
    matches!(record, Record::Item(..))
}

/// The module that is held responsible.
fn location(abort: &Abort) -> Option<ModuleId> {
    if let Cause::NotThere(record) | Cause::AlreadyThere(record) = &abort.cause
        && is_item(record)
    {
        return Some(ModuleId::new(AccountAddress::ONE, "table"));
    }
    abort.site.as_ref().map(|site| site.function.module.clone())
}

#[cfg(test)]
mod tests {
    use vm_interpreter::ArithmeticError;

    use super::*;

    fn aborted(cause: Cause) -> Status {
        Status::Aborted(Box::new(Abort { cause, site: None, callers: Vec::new() }))
    }

    fn expecting(cause: ExpectedCause) -> ExpectedFailure {
        ExpectedFailure { cause: Some(cause), location: None }
    }

    #[test]
    fn what_is_expected_passes_and_nothing_else() {
        let code = |code| aborted(Cause::Code { code, name: None });
        assert_eq!(judge(None, &Status::Committed), None);
        assert!(judge(None, &code(3)).is_some());
        let any = ExpectedFailure::default();
        assert_eq!(judge(Some(&any), &code(3)), None);
        assert!(judge(Some(&any), &Status::Committed).is_some());
        assert!(judge(Some(&any), &aborted(Cause::Interrupted)).is_some());
        let three = expecting(ExpectedCause::Code { code: 3, name: None });
        assert_eq!(judge(Some(&three), &code(3)), None);
        let said = judge(Some(&three), &code(4)).unwrap();
        assert!(said.ends_with("expected abort with code 3, found abort with code 4"), "{said}");
        let arithmetic = aborted(Cause::Arithmetic(ArithmeticError::Overflow));
        assert_eq!(judge(Some(&expecting(ExpectedCause::Arithmetic)), &arithmetic), None);
        assert_eq!(judge(Some(&expecting(ExpectedCause::Status(4017))), &arithmetic), None);
        assert!(judge(Some(&expecting(ExpectedCause::Vector)), &arithmetic).is_some());
        assert!(judge(Some(&expecting(ExpectedCause::OutOfGas)), &code(3)).is_some());
    }
}
