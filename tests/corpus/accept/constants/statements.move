/// What may stand before the value of a constant that is a block.
module 0x42::accept_constants_statements {
    const A: u64 = {
        ();
        { (); () };
        (0, false, b"x");
        1 + 1;
        2
    };

    fun a(): u64 { A }
}
