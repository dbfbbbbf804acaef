//! Keeps footprints within their limit: keys go first, then fields, then types, then everything.

use vm_access::{Access, AccessPath, Footprint, Mode, Projection, Root, Term};
use vm_bytecode::CodePoint;

use crate::reason::{Reason, Widening};

/// Accesses a footprint may have.
const ACCESSES_MAX: usize = 128;

/// Widens the accesses of `footprint` step by step until there are few enough.
pub(crate) fn limit(footprint: Footprint, widenings: &mut Vec<Widening>) -> Footprint {
    let steps: [fn(Access) -> Access; 5] =
        [without_qualifiers, without_keys, without_fields, without_types, without_names];
    let mut footprint = footprint;
    for step in steps {
        if footprint.accesses().len() <= ACCESSES_MAX {
            break;
        }
        let mut widened: Footprint = footprint.accesses().iter().cloned().map(step).collect();
        if footprint.is_open() {
            widened.join(&Footprint::open());
        }
        footprint = widened;
        let point = CodePoint { block: vm_bytecode::BlockId(0), instruction: 0 };
        let reason = Reason::TooManyAccesses;
        let note = |access: &Access| Widening { access: access.clone(), point, reason };
        widenings.extend(footprint.accesses().iter().map(note));
    }
    footprint
}

/// The access whenever, and for any index.
fn without_qualifiers(access: Access) -> Access {
    if access.is_qualified() { access.unqualified() } else { access }
}

/// The access with every key "any".
pub(crate) fn without_keys(access: Access) -> Access {
    let root = match access.path.root {
        Root::Resource(mut pattern, _) => {
            // Types may grow without bound, as keys do.
            if pattern.arguments.iter().flatten().any(
                |argument| matches!(argument, vm_access::TypePattern::Is(ty) if 4 < ty.depth()),
            ) {
                pattern.arguments = None;
            }
            Root::Resource(pattern, Term::Any)
        }
        Root::Item(pattern, ..) if 4 < pattern.key.depth().max(pattern.value.depth()) => {
            return everything(access.mode);
        }
        Root::Item(pattern, ..) => Root::Item(pattern, Term::Any.into(), Term::Any.into()),
        root @ (Root::Everything | Root::Account(_) | Root::Module(_) | Root::Parameter(_)) => root,
    };
    let steps = access.path.projections.into_iter().map(|step| match step {
        Projection::Existence | Projection::Field(_) => step,
        Projection::Element(_) => Projection::Element(Term::Any),
    });
    Access::new(access.mode, AccessPath { root, projections: steps.collect() })
}

fn without_fields(access: Access) -> Access {
    let Access { mode, path, ranges, conditions } = access;
    Access::qualified(mode, AccessPath::root(path.root), ranges, conditions)
}

fn without_types(access: Access) -> Access {
    let root = match access.path.root {
        Root::Resource(pattern, _) => Root::Module(pattern.module),
        root @ (Root::Everything
        | Root::Account(_)
        | Root::Module(_)
        | Root::Item(..)
        | Root::Parameter(_)) => root,
    };
    Access::new(access.mode, AccessPath::root(root))
}

fn without_names(access: Access) -> Access {
    match access.path.root {
        Root::Parameter(_) => access,
        Root::Everything
        | Root::Account(_)
        | Root::Module(_)
        | Root::Item(..)
        | Root::Resource(..) => everything(access.mode),
    }
}

fn everything(mode: Mode) -> Access {
    Access::new(mode, AccessPath::root(Root::Everything))
}
