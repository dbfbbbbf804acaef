//! What a caller knows of a function: of this module while it is being inferred, of another from its definition.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use vm_access::{
    Access, AccessPath, Declaration, Footprint, FunctionName, Identifier, Mode, ModuleId,
    Projection, Root, StructType, TablePattern, Term, Type,
};
use vm_bytecode::{
    Callee, FunctionDefinition, Import, Module, Native, ResultSummary, StructDefinition,
};

use crate::amounts::Amounts;
use crate::native::native_summary;
use crate::transfer::is_signer;

/// `calls` clauses that may lead from one function to the next before they count as open.
const CALLS_DEPTH_MAX: usize = 32;
/// Accesses that a declaration may come to, `calls` expanded, before it counts as open.
const DECLARED_MAX: usize = 512;
/// Struct nesting that is searched for tables.
const TABLE_DEPTH_MAX: usize = 8;

/// The definitions of other modules.
pub trait Interfaces {
    /// The struct `name` of `module`.
    fn structure(&self, module: &ModuleId, name: &Identifier) -> Option<&StructDefinition>;

    /// The function `name`.
    fn function(&self, name: &FunctionName) -> Option<&FunctionDefinition>;

    /// By how much a call of the function may change integers, if that is known.
    fn amounts(&self, name: &FunctionName) -> Option<&Amounts> {
        let _ = name;
        None
    }
}

impl Interfaces for BTreeMap<ModuleId, Module> {
    fn structure(&self, module: &ModuleId, name: &Identifier) -> Option<&StructDefinition> {
        self.get(module)?.structure(name)
    }

    fn function(&self, name: &FunctionName) -> Option<&FunctionDefinition> {
        self.get(&name.module)?.function(&name.name)
    }
}

impl Interfaces for &[Module] {
    fn structure(&self, module: &ModuleId, name: &Identifier) -> Option<&StructDefinition> {
        self.iter().find(|candidate| candidate.id == *module)?.structure(name)
    }

    fn function(&self, name: &FunctionName) -> Option<&FunctionDefinition> {
        self.iter().find(|candidate| candidate.id == name.module)?.function(&name.name)
    }
}

/// Which footprint of a callee in another package counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The declared one, where there is a declaration: the interface.
    Declared,
    /// The inferred one: what today's code does.
    Inferred,
}

/// What is said of a function to those who call it, over its parameters.
#[derive(Clone, Debug)]
pub struct Interface {
    /// What it may do: what it declares, where that is what counts, or what was inferred.
    pub footprint: Footprint,
    /// Whether its results depend on its arguments alone, and nothing else is done.
    pub is_term_function: bool,
    /// What is known of its results; of those that are missing nothing is.
    pub results: Vec<ResultSummary>,
    /// Whether an application of it can stand in a term.
    pub is_applicable: bool,
}

/// What is said of each function in the pool of callees of `module`.
///
/// Of natives the table of the virtual machine tells, of functions of other packages what they declare, and of all others
/// what is written down as inferred. A function that is not there may do anything.
pub fn interfaces(module: &Module, imports: &dyn Interfaces) -> Vec<Interface> {
    let world = World::new(module, imports, Source::Declared);
    module.callees.iter().map(|callee| world.foreign(&callee.function).into()).collect()
}

/// What is said of one function to callers in `module`; see [`interfaces`].
pub fn interface_of(
    module: &Module,
    imports: &dyn Interfaces,
    function: &FunctionName,
) -> Interface {
    World::new(module, imports, Source::Declared).foreign(function).into()
}

/// What is said of a function of which no more is known than that it does no more than this.
pub fn unknown_interface(footprint: Footprint) -> Interface {
    Summary { footprint, ..Summary::unknown() }.into()
}

/// What the table of the virtual machine tells of a native.
pub fn native_interface(native: Native) -> Interface {
    native_summary(native).into()
}

impl Interface {
    /// The interface of an instance.
    #[must_use]
    pub fn in_types(&self, types: &[Type]) -> Self {
        let footprint = self.footprint.in_types(types);
        let results = results_in_types(&self.results, types);
        Self { footprint, results, ..*self }
    }
}

impl From<Summary> for Interface {
    fn from(summary: Summary) -> Self {
        let Summary { footprint, is_term_function, results, is_applicable, .. } = summary;
        Self { footprint, is_term_function, results: results.unwrap_or_default(), is_applicable }
    }
}

/// What a caller knows of a function, over its parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Summary {
    pub(crate) footprint: Footprint,
    /// Whether its results depend on its arguments alone, and nothing else is done.
    pub(crate) is_term_function: bool,
    /// `None`: it never returns. Fewer than there are results: nothing is known of the others.
    pub(crate) results: Option<Vec<ResultSummary>>,
    /// Whether an application of it can stand in a term: one value comes out, and nothing is changed through references.
    pub(crate) is_applicable: bool,
    /// By how much it may change integers.
    pub(crate) amounts: Amounts,
}

impl Summary {
    /// The summary of a function that has not been found to do anything yet, return included.
    pub(crate) fn bottom(definition: &FunctionDefinition) -> Self {
        Self {
            footprint: Footprint::default(),
            is_term_function: true,
            results: None,
            is_applicable: is_applicable(definition),
            amounts: Amounts::default(),
        }
    }

    /// The summary of a function of which nothing is known.
    pub(crate) fn unknown() -> Self {
        Self {
            footprint: Footprint::open(),
            is_term_function: false,
            results: Some(Vec::new()),
            is_applicable: false,
            amounts: Amounts::unknown(),
        }
    }

    /// The summary of an instance.
    pub(crate) fn in_types(&self, types: &[Type]) -> Self {
        let results = self.results.as_ref().map(|results| results_in_types(results, types));
        Self {
            footprint: self.footprint.in_types(types),
            results,
            amounts: self.amounts.in_types(types),
            ..*self
        }
    }
}

/// What is known of a function in the module's pool of callees.
#[derive(Clone, Debug)]
pub(crate) struct Called {
    /// Over the function's own type parameters.
    pub(crate) generic: Rc<Summary>,
    /// With the type arguments of the pool put in: once, and not at every call.
    pub(crate) here: Rc<Summary>,
}

impl Called {
    pub(crate) fn new(callee: &Callee, summary: Summary) -> Self {
        let generic = Rc::new(summary);
        if callee.type_arguments.is_empty() {
            return Self { here: Rc::clone(&generic), generic };
        }
        let here = generic.in_types(&callee.type_arguments);
        Self { generic, here: Rc::new(here) }
    }
}

fn results_in_types(results: &[ResultSummary], types: &[Type]) -> Vec<ResultSummary> {
    let result = |result: &ResultSummary| ResultSummary {
        value: result.value.in_types(types),
        targets: result.targets.iter().map(|path| path.in_types(types)).collect(),
        is_exact: result.is_exact,
    };
    results.iter().map(result).collect()
}

/// Whether `definition` has one result that is a value, and takes nothing it could change.
pub(crate) fn is_applicable(definition: &FunctionDefinition) -> bool {
    let is_mutable = |ty: &Type| matches!(ty, Type::Reference { is_mutable: true, .. });
    definition.results.len() == 1
        && definition.results.iter().all(|ty| !ty.is_reference())
        && !definition.parameters.iter().any(|parameter| is_mutable(&parameter.ty))
}

/// The module at hand and all others: what names mean in it.
pub(crate) struct World<'a> {
    module: &'a Module,
    imports: &'a dyn Interfaces,
    source: Source,
    /// Whether the module says what its functions do: not while that is being inferred.
    is_annotated: bool,
    /// Functions of the module that stand for any, by what calling one is said to do.
    stand_ins: BTreeSet<Identifier>,
    /// What functions declare, `calls` expanded; open while that is being found out.
    declared: RefCell<BTreeMap<FunctionName, Footprint>>,
    /// What was looked at of other modules.
    used: RefCell<BTreeMap<ModuleId, Used>>,
}

/// Names of definitions of one module.
#[derive(Default)]
struct Used {
    functions: BTreeSet<Identifier>,
    structs: BTreeSet<Identifier>,
}

impl<'a> World<'a> {
    pub(crate) fn new(module: &'a Module, imports: &'a dyn Interfaces, source: Source) -> Self {
        let (stand_ins, declared, used) = (BTreeSet::new(), RefCell::default(), RefCell::default());
        Self { module, imports, source, is_annotated: false, stand_ins, declared, used }
    }

    /// The same, where the module says what its functions do.
    pub(crate) fn annotated(self) -> Self {
        Self { is_annotated: true, ..self }
    }

    /// The same, where functions of these names stand for any.
    pub(crate) fn with_stand_ins(mut self, names: &[Identifier]) -> Self {
        self.stand_ins = names.iter().cloned().collect();
        self
    }

    /// Whether `name` stands for a function that nobody knows.
    pub(crate) fn is_stand_in(&self, name: &FunctionName) -> bool {
        name.module == self.module.id && self.stand_ins.contains(&name.name)
    }

    pub(crate) fn module(&self) -> &'a Module {
        self.module
    }

    pub(crate) fn structure(
        &self,
        module: &ModuleId,
        name: &Identifier,
    ) -> Option<&'a StructDefinition> {
        if *module == self.module.id {
            return self.module.structure(name);
        }
        let found = self.imports.structure(module, name)?;
        self.note(module, |used| &mut used.structs, name);
        Some(found)
    }

    pub(crate) fn function(&self, name: &FunctionName) -> Option<&'a FunctionDefinition> {
        if name.module == self.module.id {
            return self.module.function(&name.name);
        }
        let found = self.imports.function(name)?;
        self.note(&name.module, |used| &mut used.functions, &name.name);
        Some(found)
    }

    /// Notes that a definition of another module was looked at.
    fn note(
        &self,
        module: &ModuleId,
        kind: fn(&mut Used) -> &mut BTreeSet<Identifier>,
        name: &Identifier,
    ) {
        let mut used = self.used.borrow_mut();
        if !used.contains_key(module) {
            used.insert(module.clone(), Used::default());
        }
        let names = used.get_mut(module).map(kind);
        if let Some(names) = names.filter(|names| !names.contains(name)) {
            names.insert(name.clone());
        }
    }

    /// Digests of what was looked at of other modules.
    pub(crate) fn used(&self) -> Vec<Import> {
        let function = |module: &ModuleId, name: &Identifier| {
            let key = FunctionName { module: module.clone(), name: name.clone() };
            let is_same_package = module.address == self.module.id.address;
            Some((name.clone(), self.imports.function(&key)?.interface_digest(is_same_package)))
        };
        let structure = |module: &ModuleId, name: &Identifier| {
            Some((name.clone(), self.imports.structure(module, name)?.digest()))
        };
        let used = self.used.borrow();
        let imports = used.iter().map(|(module, Used { functions, structs })| Import {
            module: module.clone(),
            functions: functions.iter().filter_map(|name| function(module, name)).collect(),
            structs: structs.iter().filter_map(|name| structure(module, name)).collect(),
        });
        imports.collect()
    }

    /// What is known of a function of another module.
    pub(crate) fn foreign(&self, name: &FunctionName) -> Summary {
        if let Some(native) = Native::find(name) {
            return native_summary(native);
        }
        let Some(definition) = self.function(name) else { return Summary::unknown() };
        if definition.code.is_none() {
            return Summary::unknown();
        }
        Summary {
            footprint: self.interface(name, definition),
            is_term_function: definition.is_term_function,
            results: Some(definition.result_summaries.clone()),
            is_applicable: is_applicable(definition),
            amounts: self.imports.amounts(name).cloned().unwrap_or_else(Amounts::unknown),
        }
    }

    /// The footprint of `name` that counts for callers in this module.
    fn interface(&self, name: &FunctionName, definition: &FunctionDefinition) -> Footprint {
        let is_same_package = name.module.address == self.module.id.address;
        match &definition.declaration {
            Some(declaration) if !is_same_package && self.source == Source::Declared => {
                let footprint = self.declared(name, declaration, CALLS_DEPTH_MAX);
                self.with_defaults(footprint, definition)
            }
            Some(_) | None => definition.inferred.clone(),
        }
    }

    /// What a function of this module may do by its declaration, or by what was inferred where there is none.
    pub(crate) fn allowed(&self, function: &FunctionDefinition) -> Footprint {
        let Some(declaration) = &function.declaration else { return function.inferred.clone() };
        let name = FunctionName { module: self.module.id.clone(), name: function.name.clone() };
        let all = self.with_defaults(self.declared(&name, declaration, CALLS_DEPTH_MAX), function);
        without_values(&all, function)
    }

    /// All that a declaration allows.
    fn declared(&self, name: &FunctionName, declaration: &Declaration, depth: usize) -> Footprint {
        if let Some(known) = self.declared.borrow().get(name) {
            return known.clone();
        }
        self.declared.borrow_mut().insert(name.clone(), Footprint::open());
        let mut footprint = Footprint::default();
        for clause in self.expand_within(declaration, depth) {
            footprint.join(&clause);
            if DECLARED_MAX < footprint.accesses().len() {
                footprint = Footprint::open();
                break;
            }
        }
        self.declared.borrow_mut().insert(name.clone(), footprint.clone());
        footprint
    }

    /// The footprint of each clause, `calls` replaced by what the callee declares, or else does.
    pub(crate) fn expand(&self, declaration: &Declaration) -> Vec<Footprint> {
        self.expand_within(declaration, CALLS_DEPTH_MAX)
    }

    fn expand_within(&self, declaration: &Declaration, depth: usize) -> Vec<Footprint> {
        let Some(depth) = depth.checked_sub(1) else { return vec![Footprint::open()] };
        declaration.expand(&|name| {
            if let Some(native) = Native::find(name) {
                return Some(native_summary(native).footprint);
            }
            let definition = self.function(name)?;
            let clauses = definition.declaration.as_ref().filter(|it| !it.clauses.is_empty());
            Some(match clauses {
                // What own functions do is being found out: it may be anything.
                None if name.module == self.module.id && !self.is_annotated => return None,
                None => definition.inferred.clone(),
                Some(declaration) => self.declared(name, declaration, depth),
            })
        })
    }

    /// Adds what a declaration implies: reads of the places its keys come from, and whatever may be done behind a
    /// reference parameter that no clause names.
    pub(crate) fn with_defaults(
        &self,
        footprint: Footprint,
        definition: &FunctionDefinition,
    ) -> Footprint {
        let parameters = definition.parameters.iter().map(|parameter| &parameter.ty);
        self.with_defaults_of(footprint, parameters)
    }

    /// [`World::with_defaults`] for parameters of these types.
    pub(crate) fn with_defaults_of<'t>(
        &self,
        mut footprint: Footprint,
        parameters: impl Iterator<Item = &'t Type>,
    ) -> Footprint {
        let implied: Vec<Access> =
            footprint.accesses().iter().flat_map(Access::implied_reads).collect();
        let named = named_parameters(&footprint);
        for read in implied {
            footprint.insert(read);
        }
        for (index, ty) in parameters.enumerate() {
            let Ok(index) = u16::try_from(index) else { break };
            if named.contains(&index) {
                continue;
            }
            let Type::Reference { is_mutable, to } = ty else { continue };
            if is_signer(ty) {
                continue;
            }
            let mode = if *is_mutable { Mode::Writes } else { Mode::Reads };
            footprint.insert(Access::new(mode, AccessPath::root(Root::Parameter(index))));
            for path in self.tables_in(to, &Term::Parameter(index)) {
                footprint.insert(Access::new(mode, path));
            }
        }
        footprint
    }

    /// The items of all tables inside a value of type `ty` that `term` denotes.
    fn tables_in(&self, ty: &Type, term: &Term) -> Vec<AccessPath> {
        let mut found = Vec::new();
        self.collect_tables(ty, term, TABLE_DEPTH_MAX, &mut found);
        found
    }

    fn collect_tables(&self, ty: &Type, term: &Term, depth: usize, found: &mut Vec<AccessPath>) {
        let Some(depth) = depth.checked_sub(1) else {
            found.push(AccessPath::root(Root::Everything));
            return;
        };
        match ty {
            Type::Vector(element) => {
                self.collect_tables(element, &Term::any_element(term.clone()), depth, found);
            }
            Type::Struct(structure) => self.collect_in_struct(structure, term, depth, found),
            Type::Bool
            | Type::Integer(_)
            | Type::Address
            | Type::Signer
            | Type::Reference { .. }
            | Type::Parameter(_)
            // What a function value has captured is reached by calls of it alone.
            | Type::Function(_) => {}
        }
    }

    fn collect_in_struct(
        &self,
        structure: &StructType,
        term: &Term,
        depth: usize,
        found: &mut Vec<AccessPath>,
    ) {
        if let (true, [key, value]) = (structure.is_table(), structure.arguments.as_slice()) {
            let handle = Term::field(term.clone(), &Identifier::from("handle"));
            let table = TablePattern { key: key.clone(), value: value.clone() };
            found.push(AccessPath::root(Root::item(table, handle, Term::Any)));
            self.collect_tables(value, &Term::Any, depth, found);
            return;
        }
        let Some(definition) = self.structure(&structure.module, &structure.name) else {
            found.push(AccessPath::root(Root::Everything));
            return;
        };
        for field in &definition.fields {
            let ty = field.ty.substitute(&structure.arguments);
            self.collect_tables(&ty, &Term::field(term.clone(), &field.name), depth, found);
        }
        // No term names what is in a variant.
        for field in definition.variants.iter().flat_map(|variant| &variant.fields) {
            let ty = field.ty.substitute(&structure.arguments);
            self.collect_tables(&ty, &Term::Any, depth, found);
        }
    }
}

/// The footprint without what is said of parameters that are no references: reading what was passed by value touches nothing.
pub(crate) fn without_values(footprint: &Footprint, function: &FunctionDefinition) -> Footprint {
    let parameters: Vec<&Type> = function.parameters.iter().map(|own| &own.ty).collect();
    state_only(footprint, &parameters)
}

/// [`without_values`] for parameters of these types.
pub(crate) fn state_only(footprint: &Footprint, parameters: &[&Type]) -> Footprint {
    let is_state = |access: &&Access| {
        let Root::Parameter(index) = access.path.root else { return true };
        let parameter = parameters.get(usize::from(index));
        parameter.is_none_or(|ty| is_place(ty))
    };
    if footprint.accesses().iter().all(|access| is_state(&access)) {
        return footprint.clone();
    }
    let mut state: Footprint = footprint.accesses().iter().filter(is_state).cloned().collect();
    if footprint.is_open() {
        state.join(&Footprint::open());
    }
    state
}

/// Reads of all that was passed by value: they need not be declared.
pub(crate) fn reads_of_values(function: &FunctionDefinition) -> impl Iterator<Item = Access> {
    let values = function.parameters.iter().enumerate().filter(|(_, it)| !is_place(&it.ty));
    values.filter_map(|(index, _)| {
        let root = Root::Parameter(u16::try_from(index).ok()?);
        Some(Access::new(Mode::Reads, AccessPath::root(root)))
    })
}

/// Whether something may be stored behind a parameter of this type.
fn is_place(ty: &Type) -> bool {
    ty.is_reference() && !is_signer(ty)
}

/// The reference parameters that a footprint's accesses lead behind, or into whose tables.
pub(crate) fn named_parameters(footprint: &Footprint) -> Vec<u16> {
    let root_of = |term: &Term| match term.as_path() {
        Some(AccessPath { root: Root::Parameter(index), .. }) => Some(index),
        Some(_) | None => None,
    };
    footprint
        .accesses()
        .iter()
        .filter_map(|access| match &access.path.root {
            Root::Parameter(index) => Some(*index),
            Root::Item(_, handle, _) => root_of(handle),
            Root::Everything
            | Root::Account(_)
            | Root::Module(_)
            | Root::Resource(..)
            | Root::At(_)
            | Root::Call(..) => None,
        })
        .collect()
}

/// Where each function of a module stands, by name.
pub(crate) fn positions(module: &Module) -> BTreeMap<&Identifier, usize> {
    // Of two functions of one name, which no module has, the first counts, as it does for `Module::function`.
    let functions = module.functions.iter().enumerate().rev();
    functions.map(|(index, function)| (&function.name, index)).collect()
}

/// `path.handle`, the place of a table's handle.
pub(crate) fn handle_of(path: AccessPath) -> AccessPath {
    path.then(Projection::Field(Identifier::from("handle")))
}
