/// Inline functions and lambdas that cannot be expanded.
module 0x42::m {
    inline fun one(f: |u64| u64): u64 { f(1) }
    inline fun nothing(f: |u64|) { f(1) }
    inline fun two(f: |u64, u64| u64): u64 { f(1, 2) }
    inline fun itself(n: u64): u64 { if (n == 0) 0 else itself(n - 1) } // error: E0319
    inline fun first(n: u64): u64 { second(n) }
    inline fun second(n: u64): u64 { first(n) } // error: E0319
    inline fun wrong_argument(f: |u64| u64): u64 { f(true) } // error: E0301
    inline fun wrong_number(f: |u64| u64): u64 { f(1, 2) } // error: E0303
    inline fun wrong_result(f: |u64| bool): u64 { f(1) } // error: E0301
    inline fun kept(f: |u64| u64) { let _ = f; } // error: E0205

    fun a_result_of_another_type(): u64 { one(|x| x == 1) } // error: E0301
    fun too_few_parameters(): u64 { two(|x| x) } // error: E0303
    fun too_many_parameters(): u64 { one(|x, y| x) } // error: E0303
    fun a_parameter_of_another_type(): u64 { one(|x: bool| 1) } // error: E0301
    fun a_number_for_a_lambda(): u64 { one(1) } // error: E0301
    fun a_return(): u64 { one(|x| return x) } // error: E0318
    fun a_break() { loop { nothing(|_x| break) } } // error: E0312
    fun an_unknown_variable(): u64 { one(|x| x + y) } // error: E0201
    fun a_variable_of_the_inline_function(): u64 { one(|x| x + f) } // error: E0201
    fun a_parameter_behind_the_lambda(): u64 { one(|x| x) + x } // error: E0201
    fun no_result_where_one_is_needed(): u64 { one(|x| { let _ = x; }) } // error: E0301
    fun a_result_where_none_is_needed() { nothing(|x| x) } // error: E0301
}
