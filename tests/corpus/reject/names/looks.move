/// Names that do not look like what they name.
module 0x42::m {
    const limit: u64 = 1; // error: E0205
    const _LIMIT: u64 = 1; // error: E0205
    struct point {} // error: E0205
    struct _Point {} // error: E0205
    enum shape { A } // error: E0205
    enum Shape { dot } // error: E0205
    fun _hidden() {} // error: E0205
    fun exists() {} // error: E0205
    fun move_to() {} // error: E0205
    fun borrow_global_mut() {} // error: E0205
    fun freeze() {} // error: E0205
    fun assert() {} // error: E0205
    fun vector() {} // error: E0205
    fun u64() {} // error: E0205
    fun address() {} // error: E0205
    fun a_variable() { let X = 1; let _ = X; } // error: E0205
    fun a_parameter(X: u64) { let _ = X; } // error: E0205
    fun a_part_of_a_pattern() { let (a, B) = (1, 2); let _ = a + B; } // error: E0205
}
module 0x42::Self {} // error: E0205
