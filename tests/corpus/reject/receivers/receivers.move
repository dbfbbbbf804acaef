/// Receiver calls that find nothing, or what does not fit.
module 0x42::other {
    struct Far has copy, drop { x: u64 }
    public fun make(): Far { Far { x: 1 } }
    public fun plain(far: &Far): u64 { far.x }
    public fun with_self(self: &Far): u64 { self.x }
    fun hidden(self: &Far): u64 { self.x }
}
module 0x42::m {
    use 0x42::other::{Self, Far};
    use std::vector;

    struct Near has copy, drop { x: u64 }
    struct Linear { x: u64 }

    fun no_receiver(near: &Near): u64 { near.x }
    fun needs_mutable(self: &mut Near) { self.x = 1 }
    fun by_value(self: Linear) { let Linear { x: _ } = self; }
    fun generic<T>(self: &Near, _x: &T) { let _ = self; }

    fun first_parameter_is_not_self(n: &Near): u64 { n.no_receiver() } // error: E0203
    fun of_another_module_without_self(f: &Far): u64 { f.plain() } // error: E0203
    fun a_hidden_one(f: &Far): u64 { f.hidden() } // error: E0208
    fun of_a_module_that_does_not_define_the_type(f: &Far): u64 { f.needs_mutable() } // error: E0203
    fun mutable_of_an_immutable_reference(n: &Near) { n.needs_mutable() } // error: E0301
    fun a_value_behind_a_reference(l: &Linear) { l.by_value() } // error: E0301
    fun an_argument_of_another_type(f: Far): u64 { f.with_self(1) } // error: E0303
    fun of_a_number(x: u64): u64 { x.plus(1) } // error: E0306
    fun of_a_type_parameter<T: drop>(x: T): u64 { x.length() } // error: E0306
    fun an_unknown_one_of_a_vector(v: vector<u8>): u64 { v.size() } // error: E0203
    fun a_wrong_argument_of_a_vector(v: vector<u8>) { v.push_back(true) } // error: E0301
    fun wrong_type_arguments(n: &Near) { n.generic<u8, u8>(&1) } // error: E0304
    fun uses(): Far { vector::empty<u8>(); other::make() }
}
