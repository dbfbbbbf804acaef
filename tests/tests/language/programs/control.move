/// Branches, loops and labels.
module test::control {
    fun chain(v: u64): u64 { if (v == 0) 0 else if (v == 1) 10 else if (v < 5) 20 else 30 }
    fun early(c: bool): u64 { let x = if (c) return 9 else 3; x }

    public entry fun branches() {
        assert!(chain(0) == 0 && chain(1) == 10 && chain(3) == 20 && chain(9) == 30, 1);
        assert!(early(true) == 9 && early(false) == 3, 2);
        let x = { let y = { let z = 1; z + 1 }; y + 1 };
        assert!(x == 3, 3);
        let z: u64;
        if (x == 3) z = 1 else abort 4;
        assert!(z == 1, 5);
    }

    public entry fun loops() {
        let sum = 0;
        for (i in 0..10) { if (i % 2 == 0) continue; sum += i; };
        assert!(sum == 25, 1);
        let n = 0;
        while (true) { n += 1; if (n == 7) break; };
        loop { if (n == 9) break; n += 1 };
        assert!(n == 9, 2);
        for (i in 250u8..255) { n += 1; };
        assert!(n == 14, 3);
    }

    public entry fun labels() {
        let sum = 0;
        'outer: for (i in 0..10) {
            for (j in 0..10) {
                if (j == 5) continue 'outer;
                if (i == 5) break 'outer;
                sum += j;
            };
        };
        assert!(sum == 50, 1);
    }

    public entry fun aborts_without_a_code() { abort }
}
