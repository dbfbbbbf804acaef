/// `while`, `loop` and `for`, and ways out of them.
module 0x42::run_control_loops {
    // returns: 10
    fun counted(): u64 {
        let (i, sum) = (0, 0);
        while (i < 5) {
            sum = sum + i;
            i = i + 1;
        };
        sum
    }

    // returns: 0
    fun not_once(): u64 {
        let n = 0;
        while (false) n = n + 1;
        n
    }

    // returns: 6
    fun left_by_break(): u64 {
        let n = 0;
        loop {
            n = n + 2;
            if (5 < n) break
        };
        n
    }

    // returns: 25
    fun odd_numbers_alone(): u64 {
        let (i, sum) = (0, 0);
        while (i < 10) {
            i = i + 1;
            if (i % 2 == 0) continue;
            sum = sum + i;
        };
        sum
    }

    // returns: 7
    fun left_by_return(): u64 {
        let n = 0;
        loop {
            n = n + 1;
            if (n == 7) return n;
        }
    }

    // aborts: 3
    fun left_by_abort(): u64 {
        let n = 0;
        loop {
            n = n + 1;
            if (n == 3) abort n;
        }
    }

    // returns: 45
    fun for_all(): u64 {
        let sum = 0;
        for (i in 0..10) sum = sum + i;
        sum
    }

    // returns: 0, 0
    fun for_none(): (u64, u64) {
        let (empty, backwards) = (0, 0);
        for (i in 5..5) { empty = empty + i + 1; };
        for (i in 5..2) { backwards = backwards + i + 1; };
        (empty, backwards)
    }

    // returns: 3, 12
    fun for_with_ways_out(): (u64, u64) {
        let (rounds, sum) = (0, 0);
        for (i in 0..100) {
            if (i == 1 || i == 3) continue;
            if (10 < sum) break;
            rounds = rounds + 1;
            sum = sum + i * 2;
        };
        (rounds, sum)
    }

    // returns: 3
    fun the_bounds_are_computed_once(): u64 {
        let (end, rounds) = (3, 0);
        for (i in 0..end) {
            end = end + 1;
            rounds = rounds + 1;
        };
        rounds
    }

    // returns: 255, 0
    fun up_to_the_largest(): (u64, u8) {
        let (rounds, last) = (0, 9u8);
        for (i in 0..255u8) {
            rounds = rounds + 1;
            last = i;
        };
        (rounds, last - 254)
    }

    // returns: 18
    fun one_in_another(): u64 {
        let sum = 0;
        for (i in 0..3) {
            for (j in 0..3) {
                sum = sum + i + j;
            };
        };
        sum
    }

    // returns: 12
    fun a_label_ends_the_outer(): u64 {
        let count = 0;
        'rows: for (row in 0..10) {
            for (column in 0..5) {
                if (row == 2 && column == 2) break 'rows;
                count = count + 1;
            }
        };
        count
    }

    // returns: 9
    fun a_label_continues_the_outer(): u64 {
        let count = 0;
        let row = 0;
        'rows: while (row < 3) {
            row = row + 1;
            loop {
                count = count + 3;
                if (true) continue 'rows;
            }
        };
        count
    }

    // returns: 5
    fun labels_of_three(): u64 {
        let n = 0;
        'a: loop {
            'b: loop {
                'c: loop {
                    n = n + 1;
                    if (n < 3) continue 'a;
                    if (n < 5) continue 'b;
                    break 'a
                }
            }
        };
        n
    }

    // returns: 2, 1
    fun what_is_declared_inside_is_new_each_round(): (u64, u64) {
        let (i, x) = (0, 1);
        while (i < 2) {
            let x = x + i;
            i = if (x == 1) i + 1 else i + 1;
        };
        (i, x)
    }
}
