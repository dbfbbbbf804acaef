/// Type parameters and arguments that do not fit.
module 0x42::m {
    struct Box<T> has copy, drop { item: T }
    struct Tagged<phantom T> has copy, drop { x: u64 }
    struct Red has drop {}
    struct Blue has drop {}

    fun identity<T>(x: T): T { x }
    fun same<T: drop>(_x: T, _y: T) {}
    fun both<T: drop>(_x: Tagged<T>, _y: Tagged<T>) {}
    fun red(): Tagged<Red> { Tagged { x: 1 } }

    fun another_argument() { identity<u64>(true); } // error: E0301
    fun another_result(): bool { identity(1u64) } // error: E0301
    fun two_types() { same(1u8, 2u16) } // error: E0301
    fun one_parameter_for_another<T, U>(x: T): U { x } // error: E0301
    fun a_number_for_a_parameter<T>(): T { 1 } // error: E0301
    fun a_parameter_for_a_number<T>(x: T): u64 { x } // error: E0301
    fun phantoms_that_differ(): Tagged<Blue> { red() } // error: E0301
    fun phantoms_that_differ_in_a_call() { both<Red>(Tagged<Red> { x: 1 }, Tagged<Blue> { x: 1 }) } // error: E0301
    fun boxes_that_differ(b: Box<u8>): Box<u16> { b } // error: E0301
    fun a_boxed_parameter<T>(b: Box<T>): T { b } // error: E0301
    fun a_sum_of_parameters<T: copy + drop>(x: T): T { x + x } // error: E0305
    fun a_cast_of_a_parameter<T: drop>(x: T): u64 { x as u64 } // error: E0316
    fun an_unused_parameter_that_is_not_told() { let _ = empty(); } // error: E0302
    fun empty<T>(): Box<T> { abort 1 }
    fun an_argument_of_a_parameter<T: drop>(_x: T<u64>) {} // error: E0304
    fun a_module_as_a_type(_x: Self) {} // error: E0201
    fun a_function_as_a_type(_x: red) {} // error: E0307
}
