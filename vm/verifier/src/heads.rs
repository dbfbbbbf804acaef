//! What a module says of the heads of its blocks names what is there: blocks, registers and variables, each once and in
//! order. Terms are checked with those of footprints.

use std::collections::BTreeSet;

use vm_access::{Term, Type};
use vm_bytecode::{Head, Held, Register, Target, Variable};

use crate::context::Body;
use crate::error::{Checked, Fault, Plain};

pub(crate) fn check(body: &Body<'_>) -> Checked {
    let mut last = None;
    for head in &body.code.heads {
        let fault = match body.code.block(head.block) {
            None => Err(body.whole(Fault::NoSuch("block", head.block.0))),
            Some(_) if last >= Some(head.block) => Err(body.whole(out_of_order())),
            Some(_) => {
                check_head(body, head).map_err(|fault| body.at(head.block.index(), 0, fault))
            }
        };
        fault?;
        last = Some(head.block);
    }
    Ok(())
}

fn check_head(body: &Body<'_>, head: &Head) -> Plain {
    in_order(head.variables.iter().map(|variable| variable.index))?;
    in_order(head.registers.iter().map(|(register, _)| *register))?;
    in_order(head.written.iter().flatten().map(|(path, _)| path))?;
    in_order(&head.facts)?;
    head.registers.iter().try_for_each(|(register, held)| check_held(body, *register, held))?;
    let mut counters = head.variables.iter().filter_map(|it| it.counter);
    let counter = counters.next();
    counter.into_iter().try_for_each(|register| check_counter(body, head, register))?;
    if counters.next().is_some() {
        return Err(Fault::Malformed("two variables of a head are counted"));
    }
    check_variables(head)
}

fn check_held(body: &Body<'_>, register: Register, held: &Held) -> Plain {
    let is_reference = body.register(register)?.is_reference();
    match held {
        Held::Value(_) if !is_reference => Ok(()),
        Held::Reference(targets) if is_reference => {
            in_order(targets)?;
            targets.iter().try_for_each(|target| check_target(body, target))
        }
        Held::Value(_) | Held::Reference(_) => {
            Err(Fault::Malformed("a head takes a value for a reference"))
        }
    }
}

fn check_target(body: &Body<'_>, target: &Target) -> Plain {
    match target {
        Target::Local(local, _) if body.register(*local)?.is_reference() => {
            Err(Fault::Malformed("a reference leads to a reference"))
        }
        Target::Path(_) | Target::Local(..) | Target::Value(_) => Ok(()),
        Target::Within(whole) => match **whole {
            Target::Within(_) => Err(Fault::Malformed("a part of a part")),
            Target::Path(_) | Target::Local(..) | Target::Value(_) => check_target(body, whole),
        },
    }
}

/// A counter is a number that the head says something of.
fn check_counter(body: &Body<'_>, head: &Head, counter: Register) -> Plain {
    if *body.register(counter)? != Type::U64 {
        return Err(Fault::Malformed("what counts the rounds of a loop is no u64"));
    }
    match head.held(counter) {
        Some(Held::Value(_)) => Ok(()),
        Some(Held::Reference(_)) | None => {
            Err(Fault::Malformed("nothing is said of what counts the rounds of a loop"))
        }
    }
}

/// Checks that the variables are those that occur.
fn check_variables(head: &Head) -> Plain {
    let mut found = BTreeSet::new();
    head.for_each_term(&mut |term| {
        term.for_each(&mut |part| {
            if let Term::Index(index) = part {
                found.insert(*index);
            }
        });
    });
    if found.iter().eq(head.variables.iter().map(|Variable { index, .. }| index)) {
        return Ok(());
    }
    Err(Fault::Malformed("the variables of a head are not those that it mentions"))
}

fn in_order<T: PartialOrd>(items: impl IntoIterator<Item = T>) -> Plain {
    if items.into_iter().is_sorted_by(|left, right| left < right) {
        return Ok(());
    }
    Err(out_of_order())
}

fn out_of_order() -> Fault {
    Fault::Malformed("a head says something twice, or out of order")
}
