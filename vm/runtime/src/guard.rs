//! The consensus footprint at work: what a transaction may do with a record it opens.

use vm_interpreter::{Permits, RecordName};

use crate::binding::BoundTransaction;
use crate::places::{PlaceTable, RecordId};

/// The permits that a bound footprint gives for `record`, and the record's number, if it is among those bound. A name that
/// the transaction made up is permitted where the footprint says `fresh` for its type.
pub(crate) fn permits(
    bound: &BoundTransaction,
    places: &PlaceTable<'_>,
    record: RecordName<'_>,
    is_fresh: bool,
) -> (Option<RecordId>, Permits) {
    if is_fresh && bound.allows_fresh(record) {
        return (None, Permits::ALL);
    }
    let known = bound.records.iter().find(|(id, _)| places.is(*id, record));
    let (id, mut permits) = known.map_or((None, Permits::NONE), |(id, own)| (Some(*id), *own));
    if bound.has_wildcards {
        let record = record.record();
        let sought = places.seek(&record);
        for access in &bound.accesses {
            permits.allow(access.allowed, places.components_below(access.place, &sought));
        }
    }
    (id, permits)
}
