//! The pools of a module: types, callees and constants, each once, in order of first use.

use std::collections::BTreeMap;

use vm_access::Type;
use vm_bytecode::{Callee, CalleeId, Constant, ConstantId, TypeId};

/// Distinct items by position.
#[derive(Debug)]
struct Pool<T> {
    items: Vec<T>,
    positions: BTreeMap<T, usize>,
}

impl<T: Ord + Clone> Pool<T> {
    fn new() -> Self {
        Self { items: Vec::new(), positions: BTreeMap::new() }
    }

    fn position(&mut self, item: T) -> usize {
        if let Some(position) = self.positions.get(&item) {
            return *position;
        }
        let position = self.items.len();
        self.items.push(item.clone());
        self.positions.insert(item, position);
        position
    }
}

/// The pools of the module being emitted.
#[derive(Debug)]
pub(crate) struct Pools {
    types: Pool<Type>,
    callees: Pool<Callee>,
    constants: Pool<Constant>,
}

impl Pools {
    pub(crate) fn new() -> Self {
        Self { types: Pool::new(), callees: Pool::new(), constants: Pool::new() }
    }

    pub(crate) fn ty(&mut self, ty: Type) -> TypeId {
        TypeId::new(self.types.position(ty))
    }

    pub(crate) fn callee(&mut self, callee: Callee) -> CalleeId {
        CalleeId::new(self.callees.position(callee))
    }

    pub(crate) fn constant(&mut self, constant: Constant) -> ConstantId {
        ConstantId::new(self.constants.position(constant))
    }

    /// The finished pools.
    pub(crate) fn finish(self) -> (Vec<Type>, Vec<Callee>, Vec<Constant>) {
        (self.types.items, self.callees.items, self.constants.items)
    }
}
