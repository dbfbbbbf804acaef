/// Clauses of function types that say nothing, and types that differ in them.
module 0x42::reject_functions_types {
    struct Counter has key { value: u64 }

    fun clauses_inside_are_as_they_are(all: vector<|address| u64 { pure }>): vector<|address| u64> {
        all // error: E0301
    }
    fun no_such_resource(f: |address| u64 { reads Nothing }): u64 { f(@0x1) } // error: E0201
    fun no_such_parameter(f: |address| u64 { reads Counter(at) }): u64 { f(@0x1) } // error: E0201
}
