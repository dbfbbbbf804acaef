//! Which references are used again: one that is not can do no harm, and is borrowed no longer.

use vm_access::Type;
use vm_bytecode::{Block, Code, Liveness, Register};

/// Per instruction of a block, and for its end, the references there that are not used afterwards.
pub(super) fn dying(code: &Code, liveness: &Liveness<'_>, block: &Block) -> Vec<Vec<Register>> {
    let is_reference = |register: Register| code.register(register).is_some_and(Type::is_reference);
    let mut live = liveness.at_end(block);
    let mut dying = Vec::new();
    let operands = block.terminator.operands();
    let is_last = |it: &Register| is_reference(*it) && !live.has(*it);
    dying.push(operands.iter().copied().filter(is_last).collect());
    operands.iter().for_each(|it| live.add(*it));
    for instruction in block.instructions.iter().rev() {
        let operands = instruction.operands();
        let all = operands.iter().chain(instruction.targets());
        let mut ending: Vec<Register> =
            all.copied().filter(|it| is_reference(*it) && !live.has(*it)).collect();
        ending.sort();
        ending.dedup();
        instruction.targets().iter().for_each(|it| live.remove(*it));
        operands.iter().for_each(|it| live.add(*it));
        dying.push(ending);
    }
    dying.reverse();
    dying
}
