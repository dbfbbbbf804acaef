//! Summaries of natives: their footprints are a table of the virtual machine, never of a module.

use vm_access::{
    Access, AccessPath, AccountAddress, Footprint, FunctionName, Identifier, Mode, ModuleId,
    Projection, Root, StructType, TablePattern, Term, TermFunction, Type,
};
use vm_bytecode::{Effect, ItemOperation, Native, ResultSummary};

use crate::amounts::Amounts;
use crate::domain::{apply, mentions};
use crate::summary::{Summary, handle_of};

/// What a native does, over its parameters.
pub(crate) fn native_summary(native: Native) -> Summary {
    match native.effect() {
        Effect::Term => term_summary(native),
        Effect::None => {
            Summary { is_term_function: false, is_applicable: false, ..value_summary(Term::Any) }
        }
        Effect::Fresh => {
            let value = if native == Native::TableNew { new_table() } else { Term::Fresh };
            Summary { is_term_function: false, is_applicable: false, ..value_summary(value) }
        }
        Effect::Item(operation) => item_summary(operation),
    }
}

fn value_summary(value: Term) -> Summary {
    Summary {
        footprint: Footprint::default(),
        is_term_function: true,
        results: Some(vec![ResultSummary { value, targets: Vec::new(), is_exact: true }]),
        is_applicable: true,
        amounts: Amounts::default(),
    }
}

/// The native applied to its parameters; what it looks at through a reference counts as read.
fn term_summary(native: Native) -> Summary {
    let (module, name) = native.path();
    let module = ModuleId::new(AccountAddress::ONE, module);
    let function = TermFunction::Named(FunctionName { module, name: Identifier::from(name) });
    let shape = native.shape();
    let types: Vec<Type> = shape.is_generic.then_some(Type::Parameter(0)).into_iter().collect();
    let read = |index| Access::new(Mode::Reads, AccessPath::root(Root::Parameter(index)));
    let arguments: Vec<Term> = (0..shape.parameters).map(Term::Parameter).collect();
    let value = apply(&function, &types, &arguments);
    let is_applicable = native != Native::SignerBorrowAddress;
    let footprint = (0..shape.reads).map(read).collect();
    Summary { footprint, is_applicable, ..value_summary(value) }
}

fn new_table() -> Term {
    let ty = StructType {
        module: ModuleId::new(AccountAddress::ONE, "table"),
        name: Identifier::from("Table"),
        arguments: vec![Type::Parameter(0), Type::Parameter(1)],
    };
    Term::pack(ty, vec![(Identifier::from("handle"), Term::Fresh)])
}

/// Acts on the item of key `#1` in the table `#0`.
fn item_summary(operation: ItemOperation) -> Summary {
    let table = AccessPath::root(Root::Parameter(0));
    let handle = Term::field(Term::Parameter(0), &Identifier::from("handle"));
    let pattern = TablePattern { key: Type::Parameter(0), value: Type::Parameter(1) };
    let item = AccessPath::root(Root::item(pattern, handle, Term::Parameter(1)));
    let existence = item.clone().then(Projection::Existence);
    let (mode, path) = match operation {
        ItemOperation::Contains | ItemOperation::Borrow | ItemOperation::BorrowMut => {
            (Mode::Reads, existence)
        }
        ItemOperation::Add | ItemOperation::Remove => (Mode::Writes, item.clone()),
    };
    let result = |value, targets| vec![ResultSummary { value, targets, is_exact: false }];
    let results = match operation {
        ItemOperation::Contains => result(Term::Any, Vec::new()),
        ItemOperation::Add => Vec::new(),
        ItemOperation::Remove => result(Term::stored(item), Vec::new()),
        ItemOperation::Borrow | ItemOperation::BorrowMut => {
            result(Term::stored(item.clone()), vec![item])
        }
    };
    let read = Access::new(Mode::Reads, handle_of(table));
    Summary {
        footprint: [read, Access::new(mode, path)].into_iter().collect(),
        is_term_function: false,
        results: Some(results),
        is_applicable: false,
        amounts: Amounts::default(),
    }
}

/// Whether `term` applies a native, which is then better left behind the function that wraps it.
pub(crate) fn applies_native(term: &Term) -> bool {
    mentions(term, &|term| {
        let Term::Apply(application) = term else { return false };
        matches!(&application.function, TermFunction::Named(name) if Native::find(name).is_some())
    })
}
