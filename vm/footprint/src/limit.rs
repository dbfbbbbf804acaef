//! Keeps footprints within their limit: keys go first, then fields, then types, then everything.

use std::sync::Arc;

use vm_access::{Access, AccessPath, Footprint, Mode, Root};
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
        let mut widened: Footprint =
            footprint.accesses().iter().flat_map(with_implied).map(step).collect();
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

/// The access, and what its keys are read from: without them nothing says so.
pub(crate) fn with_implied(access: &Access) -> impl Iterator<Item = Access> {
    let is_stored = |read: &Access| !matches!(read.path.root, Root::Parameter(_));
    let implied = access.implied_reads().into_iter().filter(is_stored);
    implied.chain([access.clone()]).collect::<Vec<_>>().into_iter()
}

/// The access whenever, and for any index.
fn without_qualifiers(access: Access) -> Access {
    if access.is_qualified() { access.unqualified() } else { access }
}

/// The access with every key "any".
pub(crate) fn without_keys(access: Access) -> Access {
    let Access { mode, path, .. } = access;
    let mut path = path.with_any_keys();
    match &mut path.root {
        Root::Resource(pattern, _) => {
            // Types may grow without bound, as keys do.
            if pattern.arguments.iter().flatten().any(
                |argument| matches!(argument, vm_access::TypePattern::Is(ty) if 4 < ty.depth()),
            ) {
                Arc::make_mut(pattern).arguments = None;
            }
        }
        Root::Item(pattern, ..) if 4 < pattern.key.depth().max(pattern.value.depth()) => {
            return everything(mode);
        }
        Root::Item(..)
        | Root::Everything
        | Root::Account(_)
        | Root::Module(_)
        | Root::Parameter(_)
        | Root::At(_)
        | Root::Call(..) => {}
    }
    Access::new(mode, path)
}

fn without_fields(access: Access) -> Access {
    let Access { mode, path, ranges, conditions } = access;
    Access::qualified(mode, AccessPath::root(path.root), ranges, conditions)
}

fn without_types(access: Access) -> Access {
    let root = match access.path.root {
        Root::Resource(pattern, _) => Root::Module(pattern.module.clone()),
        root @ (Root::Everything
        | Root::Account(_)
        | Root::Module(_)
        | Root::Item(..)
        | Root::Parameter(_)
        | Root::At(_)
        | Root::Call(..)) => root,
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
        | Root::Resource(..)
        | Root::At(_)
        | Root::Call(..) => everything(access.mode),
    }
}

fn everything(mode: Mode) -> Access {
    Access::new(mode, AccessPath::root(Root::Everything))
}

#[cfg(test)]
mod tests {
    use vm_access::{AccountAddress, ModuleId, Projection, StructType, TablePattern, Term, Type};

    use super::*;

    /// One access per number: of resources of `kinds` types, fields and items, at keys of their own.
    fn accesses(count: u8, kinds: u8) -> Vec<Access> {
        let access = |number: u8| {
            let module =
                ModuleId::new(AccountAddress::from_low(7), format!("m{}", number % 2).as_str());
            let ty = StructType::plain(module, format!("R{}", number % kinds).as_str());
            let key = Term::address(AccountAddress::from_low(number));
            let mode = [Mode::Reads, Mode::Adds, Mode::Writes][usize::from(number % 3)];
            let step = Projection::Field(format!("f{}", number % 5).as_str().into());
            let condition = Term::Parameter(u16::from(number));
            let path = AccessPath::resource(ty, key.clone());
            let item = Root::item(
                TablePattern { key: Type::Address, value: Type::U64 },
                Term::stored(path.clone().then(step.clone())),
                key,
            );
            match number % 4 {
                0 => Access::new(mode, AccessPath::root(item)),
                1 => Access::qualified(mode, path, Vec::new(), vec![condition]),
                2 => Access::new(mode, path),
                _ => Access::new(mode, path.then(step)),
            }
        };
        (0..count).map(access).collect()
    }

    #[test]
    fn widening_ends_with_an_upper_bound() {
        for (count, kinds) in [(0, 1), (100, 3), (200, 1), (200, 9), (250, 200)] {
            let given: Footprint = accesses(count, kinds).into_iter().collect();
            let mut widenings = Vec::new();
            let limited = limit(given.clone(), &mut widenings);
            assert!(limited.covers(&given), "{count} accesses of {kinds} types");
            assert!(limited.accesses().len() <= ACCESSES_MAX);
            let is_large = ACCESSES_MAX < given.accesses().len();
            assert_eq!(limited == given, !is_large);
            assert_eq!(widenings.is_empty(), !is_large);
            assert_eq!(limit(limited.clone(), &mut widenings), limited);
        }
    }

    #[test]
    fn each_step_of_widening_allows_what_was_allowed() {
        let steps: [fn(Access) -> Access; 5] =
            [without_qualifiers, without_keys, without_fields, without_types, without_names];
        for step in steps {
            for access in accesses(250, 7) {
                let wider = step(access.clone());
                assert!(wider.mode == access.mode && wider.path.covers(&access.path));
                assert_eq!(step(wider.clone()), wider);
            }
        }
    }

    #[test]
    fn what_may_be_anything_stays_open() {
        let mut given: Footprint = accesses(200, 200).into_iter().collect();
        given.join(&Footprint::open());
        assert!(limit(given, &mut Vec::new()).is_open());
        assert_eq!(limit(Footprint::open(), &mut Vec::new()), Footprint::open());
    }
}
