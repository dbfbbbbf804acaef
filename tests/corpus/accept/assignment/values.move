/// Variables have a value where they are used.
module 0x42::accept_assignment_values {
    fun assigned_later(): u64 {
        let x: u64;
        x = 1;
        x
    }

    fun assigned_on_both_ways(which: bool): u64 {
        let x;
        if (which) x = 1 else x = 2;
        x
    }

    fun one_way_does_not_come_back(which: bool): u64 {
        let x: u64;
        if (which) x = 1 else abort 7;
        x
    }

    fun one_way_returns(which: bool): u64 {
        let x: u64;
        if (which) return 3 else x = 1;
        x
    }

    fun assigned_before_the_break(): u64 {
        let x: u64;
        loop {
            x = 1;
            break
        };
        x
    }

    fun a_tuple(): u64 {
        let (x, y): (u64, u64);
        (x, y) = (1, 2);
        x + y
    }

    fun never_used() {
        let _x: u64;
    }

    fun assigned_before_each_use(n: u64): u64 {
        let x: u64;
        let sum = 0;
        while (0 < n) {
            x = n;
            sum = sum + x;
            n = n - 1;
        };
        sum
    }
}
