//! Changes of what a module says of itself: most are lies.

use vm_access::{Access, Footprint, Mode, Term};
use vm_bytecode::{Code, FunctionDefinition, Head, Held, Module, Target};

use crate::dice::Dice;

/// Says something else of one thing.
pub(super) fn change(dice: &mut Dice, module: &mut Module) {
    let index = dice.below(module.functions.len().max(1));
    let Some(function) = module.functions.get_mut(index) else { return };
    for _ in 0..dice.between(1, 3) {
        match dice.below(8) {
            0 | 1 => change_footprint(dice, function),
            2 => change_declaration(dice, function),
            3 => change_result(dice, function),
            4 => function.is_term_function = !function.is_term_function,
            _ => {
                if let Some(code) = &mut function.code {
                    change_heads(dice, code);
                }
            }
        }
    }
    if dice.chance(10) {
        let index = dice.below(module.structs.len().max(1));
        let fields = module.structs.get_mut(index).map(|it| &mut it.fields);
        if let Some(field) = fields.into_iter().flatten().next() {
            field.is_fixed = !field.is_fixed;
        }
    }
}

fn change_footprint(dice: &mut Dice, function: &mut FunctionDefinition) {
    let mut accesses: Vec<Access> = function.inferred.accesses().to_vec();
    let index = dice.below(accesses.len().max(1));
    let is_open = function.inferred.is_open() != dice.chance(15);
    if let Some(access) = accesses.get_mut(index) {
        match dice.below(4) {
            0 => {
                accesses.remove(index);
            }
            1 => access.mode = mode(dice),
            2 => access.conditions.clear(),
            _ => {
                access.path.projections.pop();
            }
        }
    }
    let mut footprint: Footprint = accesses.into_iter().collect();
    if is_open {
        footprint.join(&Footprint::open());
    }
    function.inferred = footprint;
}

fn mode(dice: &mut Dice) -> Mode {
    [Mode::Reads, Mode::Adds, Mode::Writes][dice.below(3)]
}

fn change_declaration(dice: &mut Dice, function: &mut FunctionDefinition) {
    let Some(declaration) = &mut function.declaration else { return };
    if declaration.clauses.is_empty() || dice.chance(20) {
        function.declaration = None;
    } else {
        declaration.clauses.remove(dice.below(declaration.clauses.len()));
    }
}

fn change_result(dice: &mut Dice, function: &mut FunctionDefinition) {
    let index = dice.below(function.result_summaries.len().max(1));
    let Some(summary) = function.result_summaries.get_mut(index) else { return };
    match dice.below(3) {
        0 => summary.value = term(dice),
        1 => summary.is_exact = !summary.is_exact,
        _ => {
            summary.targets.pop();
        }
    }
}

fn term(dice: &mut Dice) -> Term {
    match dice.below(4) {
        0 => Term::Any,
        1 => Term::Fresh,
        _ => Term::Parameter(u16::try_from(dice.below(4)).expect("below 4")),
    }
}

fn change_heads(dice: &mut Dice, code: &mut Code) {
    let index = dice.below(code.heads.len().max(1));
    if code.heads.is_empty() {
        return;
    }
    if dice.chance(10) {
        code.heads.remove(index);
        return;
    }
    change_head(dice, &mut code.heads[index]);
}

fn change_head(dice: &mut Dice, head: &mut Head) {
    match dice.below(5) {
        0 => remove(dice, &mut head.registers),
        1 => remove(dice, &mut head.facts),
        2 => match &mut head.written {
            Some(written) => remove(dice, written),
            None => head.written = Some(Vec::new()),
        },
        3 => {
            let index = dice.below(head.registers.len().max(1));
            let Some((_, held)) = head.registers.get_mut(index) else { return };
            match held {
                Held::Value(value) => *value = term(dice),
                Held::Reference(targets) if dice.chance(50) => remove(dice, targets),
                Held::Reference(targets) => *targets = vec![Target::Value(term(dice))],
            }
        }
        _ => {
            let index = dice.below(head.variables.len().max(1));
            if let Some(variable) = head.variables.get_mut(index) {
                variable.counter = None;
            }
        }
    }
}

fn remove<T>(dice: &mut Dice, items: &mut Vec<T>) {
    let index = dice.below(items.len().max(1));
    if index < items.len() {
        items.remove(index);
    }
}
