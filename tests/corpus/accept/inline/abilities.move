/// What an inline function does with values of a type parameter is judged where it is expanded.
module 0x42::accept_inline_abilities {
    use std::option::{Self, Option};

    inline fun left<T>(_x: T) {}
    inline fun copied<T>(x: &T): T { *x }
    inline fun replaced<T>(x: T, y: T): T { x = y; x }
    inline fun first<T>(list: vector<T>): T { list[0] }
    inline fun mapped<T, U>(o: Option<T>, f: |T| U): Option<U> {
        if (option::is_some(&o)) option::some(f(option::extract(&mut o))) else option::none()
    }

    fun of_numbers(): u64 { left(1u8); copied(&2) + replaced(1, 2) + first(vector[3]) }
    fun of_options(o: Option<u64>): Option<bool> { mapped(o, |x| x == 1) }
}
