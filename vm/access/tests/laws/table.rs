//! Tables bind as accesses do one by one.

use std::collections::BTreeSet;

use proptest::prelude::*;
use vm_access::{Bound, Place, Table, TablePlace};

use crate::generate::{accesses, arguments, ground_types, storage_accesses, worlds};
use crate::{bound, config, shown};

proptest! {
    #![proptest_config(config())]

    #[test]
    fn tables_bind_as_accesses_do(
        list in proptest::collection::vec(prop_oneof![accesses(2), storage_accesses(2)], 1..4),
        (world, types, values) in (worlds(), ground_types(), arguments()),
    ) {
        let table = Table::new(&list, &types, &world);
        let run = table.bind(&values, &world);
        let place = |place: &TablePlace| match place {
            TablePlace::Location(at, component) => {
                let record = &run.records[*at];
                Place::Location(record.record(&table.families()[record.family]), *component)
            }
            TablePlace::Other(place) => (**place).clone(),
        };
        for (origin, access) in list.iter().enumerate() {
            let own = run.accesses.iter().filter(|own| own.origin == origin);
            let own: BTreeSet<_> =
                own.map(|own| Bound { place: place(&own.place), mode: own.mode }).collect();
            let alone: BTreeSet<_> = bound(access, world, &types, &values).into_iter().collect();
            prop_assert_eq!(own, alone, "{}", shown(&[access]));
        }
    }
}
