/// What is copied must have `copy`; what is assigned as a whole must be behind `&mut`.
module 0x42::reject_references_copies {
    struct Plain has drop { n: u64 }

    fun field(r: &Plain): u64 {
        (*r).n // error: E0403
    }

    fun assigned_field(r: &mut Plain) {
        (*r).n = 1; // error: E0403
    }

    fun borrowed(r: &mut Plain): u64 {
        let seen = &*r; // error: E0403
        seen.n
    }

    fun whole(r: &u64) {
        *r = 1; // error: E0505
    }

    fun whole_by_an_operation(r: &u64) {
        *r += 1; // error: E0505
    }
}
