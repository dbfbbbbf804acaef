//! Which members of a module may be named where.

use compiler_driver::{CompiledModule, StructName, Symbol};
use compiler_syntax::ast::{Ability, AbilityKind, Module};
use gen_lsp_types::CompletionItemKind;
use vm_access::ModuleId;

use super::candidate::Candidate;
use super::spot::Kind;
use super::world::{World, named};

impl World<'_> {
    /// The members of a module that may be named here.
    pub(super) fn members(&self, id: &ModuleId, kind: Kind) -> Vec<Candidate> {
        let members = |module: &Module<'_>| {
            let mut all = self.types(id, module, kind);
            all.extend(self.functions(id, module, kind));
            all.extend(self.constants(id, module, kind));
            all
        };
        self.with_module(id, members).unwrap_or_default()
    }

    /// Structs and enums: types are named by everybody, values made by those who see them, and resources have `key`.
    fn types(&self, id: &ModuleId, module: &Module<'_>, kind: Kind) -> Vec<Candidate> {
        let is_own = self.here == Some(id);
        let fits = |visibility, abilities: &[Ability]| match kind {
            Kind::Type => true,
            Kind::Expression | Kind::Pattern => is_own || self.sees(visibility, module),
            Kind::Root | Kind::Term => abilities.iter().any(|it| it.kind == AbilityKind::Key),
            Kind::Callee => false,
        };
        let structs = module.structs.iter().filter(|it| self.is_there(it.attributes));
        let structs = structs.filter(|it| fits(it.visibility, it.abilities));
        let structs = structs.map(|it| (it.name.text, CompletionItemKind::Struct));
        let enums = module.enums.iter().filter(|it| self.is_there(it.attributes));
        let enums = enums.filter(|it| fits(it.visibility, it.abilities));
        let enums = enums.map(|it| (it.name.text, CompletionItemKind::Enum));
        let types = structs.chain(enums).filter_map(|(name, shown)| {
            let symbol = Symbol::Struct(StructName { module: id.clone(), name: named(name)? });
            Some(Candidate::new(name, shown, symbol))
        });
        types.collect()
    }

    /// Functions; in terms those that were inferred to be of use there.
    fn functions(&self, id: &ModuleId, module: &Module<'_>, kind: Kind) -> Vec<Candidate> {
        let is_own = self.here == Some(id);
        let compiled = self.compiled(id);
        let fits = |name: &str| match kind {
            Kind::Expression | Kind::Callee => true,
            Kind::Term => compiled.is_some_and(|it| is_term_function(it, name)),
            Kind::Type | Kind::Pattern | Kind::Root => false,
        };
        let functions = module.functions.iter().filter(|it| self.is_there(it.attributes));
        let seen = functions.filter(|it| is_own || self.sees(it.visibility, module));
        let fitting = seen.filter(|it| fits(it.name.text));
        fitting.filter_map(|it| Self::function(id, it)).collect()
    }

    fn constants(&self, id: &ModuleId, module: &Module<'_>, kind: Kind) -> Vec<Candidate> {
        let has_values = matches!(kind, Kind::Expression | Kind::Term);
        if !has_values || self.here != Some(id) {
            return Vec::new();
        }
        let constants = module.constants.iter().filter(|it| self.is_there(it.attributes));
        let constants = constants.filter_map(|it| {
            let symbol = Symbol::Constant(id.clone(), named(it.name.text)?);
            Some(Candidate::new(it.name.text, CompletionItemKind::Constant, symbol))
        });
        constants.collect()
    }

    /// Whether a candidate is a function that was inferred to be of use in terms.
    pub(super) fn is_term(&self, candidate: &Candidate) -> bool {
        let Some(Symbol::Function(name)) = &candidate.symbol else { return false };
        self.compiled(&name.module).is_some_and(|it| is_term_function(it, name.name.as_str()))
    }

    /// A module as it was compiled last: the text with the marker may have no meaning.
    fn compiled(&self, id: &ModuleId) -> Option<&CompiledModule> {
        let all = self.build.modules.iter().chain(&self.analysis.last_good.modules);
        all.into_iter().find(|it| it.module.id == *id)
    }
}

fn is_term_function(module: &CompiledModule, name: &str) -> bool {
    let functions = module.module.functions.iter().zip(&module.inference.functions);
    let mut found = functions.filter(|(it, _)| it.name.as_str() == name);
    found.next().is_some_and(|(_, inferred)| inferred.is_term_function)
}
