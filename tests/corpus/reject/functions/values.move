/// What function values may not be, hold, or be taken for.
module 0x42::reject_functions_values {
    struct Counter has key { value: u64 }
    struct Held has key { f: |u64| u64 has store }
    struct Ticket { number: u64 }
    struct NoStore has store { f: |u64| u64 has copy } // error: E0404

    public fun double(x: u64): u64 { x * 2 }
    fun private(x: u64): u64 { x + 1 }
    inline fun inlined(x: u64): u64 { x }
    fun apply(f: |u64| u64, x: u64): u64 { f(x) }

    fun stores_a_private_function(s: &signer) {
        move_to(s, Held { f: private }); // error: E0401
    }
    fun stores_a_lambda(s: &signer) {
        move_to(s, Held { f: |x| x + 1 }); // error: E0401
    }
    fun copies_what_holds_a_ticket(ticket: Ticket): u64 {
        let f: |u64| u64 has copy = |x| { // error: E0401
            let Ticket { number } = ticket;
            number + x
        };
        f(1)
    }
    fun calls_what_has_no_copy_twice(f: |u64| u64): u64 {
        f(1) + f(2) // error: E0501
    }
    fun forgets_what_has_no_drop(f: |u64| u64) {} // error: E0402
    fun changes_a_variable(): u64 {
        let x = 1;
        let f = |y| { x = x + y; x }; // error: E0321
        f(2)
    }
    fun borrows_a_variable(): u64 {
        let x = 1;
        let f = |y| { let r = &mut x; *r = y; 0 }; // error: E0321
        f(2)
    }
    fun captures_a_reference(x: &u64): u64 {
        let f = |y| y + *x; // error: E0322
        f(2)
    }
    fun uses_what_was_captured(ticket: Ticket): u64 {
        let f = |x| {
            let Ticket { number } = ticket;
            number + x
        };
        let Ticket { number } = ticket; // error: E0501
        f(number)
    }
    fun an_inline_function_is_no_value(): u64 {
        let f = inlined; // error: E0205
        f(1)
    }
    fun too_many_arguments(f: |u64| u64): u64 { f(1, 2) } // error: E0303
    fun too_few_parameters(): u64 { apply(|| 1, 2) } // error: E0303
    fun another_type_of_argument(f: |u64| u64): u64 { f(true) } // error: E0301
    fun another_type_of_result(): u64 { apply(|x| x == 1, 2) } // error: E0301
    fun another_type_of_function(): u64 { apply(|x: u8| 1, 2) } // error: E0301
    fun no_function(x: u64): u64 { x(1) } // error: E0306
    fun behind_a_reference(f: &(|u64| u64)): u64 { f(1) } // error: E0306
    fun key_is_no_ability(f: |u64| u64 has key): u64 { f(1) } // error: E0405
    fun abilities_inside_are_as_they_are(all: vector<|u64| u64 has copy + drop>): vector<|u64| u64 has drop> {
        all // error: E0301
    }
    fun more_abilities_than_there_are(f: |u64| u64 has drop): |u64| u64 has copy + drop {
        f // error: E0401
    }
    fun of_unknown_type(): u64 {
        let f = |x| 1; // error: E0302
        2
    }
    fun leaves_a_loop_around() {
        loop {
            let f = |x: u64| { break; }; // error: E0312
            f(1);
        }
    }
}
