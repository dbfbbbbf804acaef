//! All passes over one module.

use std::sync::Arc;

use vm_bytecode::{Limits, Module};
use vm_footprint::{Interfaces, Lookups, Watched};

use crate::context::Context;
use crate::error::{Checked, Located, Property, VerifyError};
use crate::imports::changed;
use crate::{
    abilities, footprints, initialization, instantiation, references, structure, terms, types,
    visibility,
};

/// A module that may run; only [`verify`] makes one. Clones share all parts.
#[derive(Clone, Debug)]
pub struct VerifiedModule {
    module: Arc<Module>,
    /// What it was verified against.
    lookups: Arc<Lookups>,
}

impl VerifiedModule {
    /// The module.
    pub fn module(&self) -> &Module {
        &self.module
    }

    /// Whether [`verify`] would let the module pass with these interfaces, too, since it would look at the same definitions.
    pub fn holds_with(&self, imports: &dyn Interfaces) -> bool {
        self.lookups.hold(imports)
    }

    pub(crate) fn lookups(&self) -> &Lookups {
        &self.lookups
    }

    pub(crate) fn into_module(self) -> Module {
        Arc::unwrap_or_clone(self.module)
    }
}

/// Verifies a module against the interfaces of verified modules.
///
/// # Errors
///
/// The first property that does not hold, in the order of [`Property`].
pub fn verify(
    module: impl Into<Arc<Module>>,
    imports: &dyn Interfaces,
    limits: &Limits,
) -> Result<VerifiedModule, Box<VerifyError>> {
    let module = module.into();
    let watched = Watched::new(imports);
    let outcome = check(&Context { module: &module, imports: &watched }, limits);
    match outcome {
        Ok(()) => Ok(VerifiedModule { module, lookups: Arc::new(watched.finish()) }),
        Err((property, located)) => {
            let Located { function, point, fault } = located;
            let changed = changed(&module, &watched);
            let module = module.id.clone();
            Err(Box::new(VerifyError { module, function, point, property, fault, changed }))
        }
    }
}

fn check(context: &Context<'_>, limits: &Limits) -> Result<(), (Property, Located)> {
    let of = |property: Property, outcome: Checked| outcome.map_err(|located| (property, located));
    of(Property::Structure, structure::check(context, limits))?;
    of(Property::Types, types::check(context))?;
    of(Property::Abilities, abilities::check(context))?;
    of(Property::Initialization, initialization::check(context))?;
    of(Property::References, references::check(context))?;
    of(Property::Visibility, visibility::check(context))?;
    of(Property::Instantiation, instantiation::check(context))?;
    of(Property::Terms, terms::check(context))?;
    of(Property::Footprints, footprints::check(context))
}
