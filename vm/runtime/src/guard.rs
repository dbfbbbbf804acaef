//! The consensus footprint at work: what a transaction may do with a record it opens.

use vm_access::{Mode, Record};
use vm_interpreter::Permits;

use crate::binding::BoundTransaction;
use crate::places::PlaceTable;

/// The permits that a bound footprint gives for `record`. A name that the transaction made up is permitted where the
/// footprint says `fresh` for its type.
pub(crate) fn permits(
    bound: &BoundTransaction,
    places: &PlaceTable,
    record: &Record,
    is_fresh: bool,
) -> Permits {
    if is_fresh && bound.allows_fresh(record) {
        return Permits::ALL;
    }
    let mut permits = Permits::NONE;
    let sought = places.seek(record);
    for access in &bound.accesses {
        let components = places.components_below(access.place, &sought);
        let permitted = match access.allowed {
            Mode::Reads => &mut permits.reads,
            Mode::Adds => &mut permits.adds,
            Mode::Writes => &mut permits.writes,
        };
        *permitted = permitted.union(components);
    }
    permits
}
