/// `break`, `continue` and labels that lead nowhere, and other control flow that cannot be.
module 0x42::m {
    fun a_break() { break } // error: E0312
    fun an_assigned_call() { a_break() = 2; } // error: E0110
    fun a_continue() { continue } // error: E0312
    fun a_break_in_a_branch(x: bool) { if (x) break; } // error: E0312
    fun a_break_behind_a_loop() { loop { break }; break } // error: E0312
    fun an_unknown_label() { loop { break 'a } } // error: E0312
    fun an_unknown_label_continued() { 'a: loop { continue 'b } } // error: E0312
    fun a_label_behind_its_loop() { 'a: loop { break }; loop { break 'a } } // error: E0312
    fun a_label_of_a_loop_around() { 'a: loop { 'a: loop { break 'a } } } // error: E0204
    fun a_while_with_a_value(): u64 { while (true) { 1 } } // error: E0301, E0301
    fun a_loop_with_a_value() { loop { 1 } } // error: E0301
    fun a_for_with_a_value() { for (i in 0..1) { i } } // error: E0301
    fun a_counter_of_bools() { for (i in false..true) { let _ = i; } } // error: E0301, E0301
}
