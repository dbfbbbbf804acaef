/// `if`, blocks, `return`, `abort` and `assert!`.
module 0x42::run_control_branches {
    const EODD: u64 = 17;

    fun sign(x: u64): u64 {
        if (x < 10) 1 else if (x < 100) 2 else 3
    }
    fun early(x: u64): u64 {
        if (x == 0) return 100;
        let y = if (x == 1) { return 200 } else { x };
        y * 2
    }
    fun even(x: u64): u64 {
        assert!(x % 2 == 0, EODD);
        x / 2
    }
    fun unit() {}

    // returns: 1, 2, 3
    fun a_chain(): (u64, u64, u64) { (sign(9), sign(99), sign(100)) }

    // returns: 100, 200, 6
    fun early_returns(): (u64, u64, u64) { (early(0), early(1), early(3)) }

    // returns: 4
    fun asserted(): u64 { even(8) }

    // aborts: 17
    fun not_asserted(): u64 { even(7) }

    // aborts: 14566554180833181696
    fun not_asserted_without_a_code() { assert!(1 + 1 == 3); }

    // returns: 5
    fun the_code_is_computed_when_needed(): u64 {
        assert!(true, 1 / 0);
        5
    }

    // aborts: division by zero
    fun the_code_is_needed(): u64 {
        let zero = 0;
        assert!(false, 1 / zero);
        5
    }

    // returns: 3
    fun a_block_is_a_value(): u64 {
        let x = {
            let y = 1;
            let z = 2;
            y + z
        };
        x
    }

    // returns: 1
    fun what_is_inside_hides_what_is_outside(): u64 {
        let x = 1;
        { let x = 2; let _ = x; };
        x
    }

    // returns: 2
    fun what_is_inside_changes_what_is_outside(): u64 {
        let x = 1;
        { x = 2; };
        x
    }

    // returns: ()
    fun nothing() { unit(); () }

    // returns: 1, true, @0x5
    fun several(): (u64, bool, address) {
        let (a, (b)) = (1, true);
        let c = @0x5;
        (a, b, c)
    }

    // returns: 9
    fun if_without_else(): u64 {
        let x = 1;
        if (x == 1) x = 9;
        if (x == 1) { x = 10 };
        x
    }

    // returns: 3
    fun if_as_an_operand(): u64 { 1 + (if (true) 2 else 5) }

    // aborts: 7
    fun abort_is_of_any_type(): vector<bool> {
        let _x: address = if (true) abort 7 else @0x1;
        vector[]
    }

    // aborts: 12
    fun abort_computes_its_code(): u64 { abort 3 * 4 }

    // returns: 4
    fun return_is_of_any_type(): u64 {
        let x: bool = return 4;
        if (x) 1 else 2
    }

    // returns: 7
    fun tuples_of_branches(): u64 {
        let (a, b) = if (false) (1, 2) else (3, 4);
        a + b
    }

    // returns: 11
    fun a_block_as_the_first_operand_of_a_statement(): u64 {
        let x = 1;
        { x = x + 1; x } + { x = x + 1; x } * 3
    }

    // returns: 9
    fun a_block_between_operands(): u64 {
        let x = 2;
        let y = x + { x = x + 1; x } + if (x == 3) 4 else 5;
        y
    }

    // returns: true
    fun a_block_before_an_operator_and_a_semicolon(): bool {
        let is_run = false;
        { is_run = true; 1 } < 2;
        if (is_run) { true } else { false } && { is_run }
    }

    // returns: 7
    fun a_block_and_a_statement_that_begins_with_an_operator(): u64 {
        let x = 1;
        let r = &mut x;
        { *r = 2; }
        *r = 7;
        x
    }

    // returns: 6
    fun shadowed(): u64 {
        let x = 1u8;
        let x = (x as u64) + 1;
        let x = x * 3;
        x
    }
}
