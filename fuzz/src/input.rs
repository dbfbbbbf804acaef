//! What an input is: modules as bytes, and bytes that a batch is made of.
//!
//! ```text
//!   ┌───────┬───────────────┬─────┬───────────────┬───────┐
//!   │ count │ length module │  …  │ length module │ batch │
//!   └───────┴───────────────┴─────┴───────────────┴───────┘
//!      u8     u32 le
//! ```

use vm_access::Type;
use vm_bytecode::FunctionDefinition;

/// Modules, each after those it uses, and what is called of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Input {
    pub(crate) modules: Vec<Vec<u8>>,
    pub(crate) batch: Vec<u8>,
}

impl Input {
    /// The input of some bytes; `None` if they end too early.
    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        let (count, mut rest) = bytes.split_first()?;
        let mut modules = Vec::new();
        for _ in 0..*count {
            let (length, after) = rest.split_first_chunk()?;
            let (module, after) = after.split_at_checked(u32::from_le_bytes(*length) as usize)?;
            modules.push(module.to_vec());
            rest = after;
        }
        Some(Self { modules, batch: rest.to_vec() })
    }

    /// The bytes of the input.
    ///
    /// # Panics
    ///
    /// If there are more modules, or longer ones, than can be said.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut bytes = vec![u8::try_from(self.modules.len()).expect("few modules")];
        for module in &self.modules {
            let length = u32::try_from(module.len()).expect("a module is at most a mebibyte");
            bytes.extend(length.to_le_bytes());
            bytes.extend(module);
        }
        bytes.extend(&self.batch);
        bytes
    }
}

/// Whether a transaction may call a function, whatever its type arguments: it has code, and takes what can be given.
pub(crate) fn is_callable(function: &FunctionDefinition) -> bool {
    let is_given = |ty: &Type| ty.is_argument() || matches!(ty, Type::Parameter(_));
    function.code.is_some() && function.parameters.iter().all(|it| is_given(&it.ty))
}
