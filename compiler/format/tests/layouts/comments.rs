//! Comments stay where they are.

use super::{check, check_file, check_items};
use expect_test::expect;

#[test]
fn around_modules() {
    check_file(
        "// first\n\n/* second */\n/// M.\nmodule a::m { // opened\n// inside\n} // closed\n// last\n\n// very last",
        expect![[r#"
            // first

            /* second */
            /// M.
            module a::m { // opened
                // inside
            } // closed
            // last

            // very last
        "#]],
    );
}

#[test]
fn in_modules() {
    check_items(
        "// before\n\n/// F.\nfun f() {} // behind f\n\n// between\n\n\nfun g() {}\n// after g\n\n// at the end",
        expect![[r#"
            // before

            /// F.
            fun f() {} // behind f

            // between

            fun g() {}
            // after g

            // at the end
        "#]],
    );
}

#[test]
fn alone_in_brackets() {
    check_items(
        "fun f(/* none */) { /* nothing */ }\nfun g(\n// none\n) {\n// nothing\n}\nstruct S { // no fields\n}\nenum E {\n/* no variants */\n}",
        expect![[r#"
            fun f(/* none */) { /* nothing */ }
            fun g(
                // none
            ) {
                // nothing
            }
            struct S { // no fields
            }
            enum E {
                /* no variants */
            }
        "#]],
    );
}

#[test]
fn among_fields() {
    check_items(
        "struct S {
            // above
            a: u64, // behind a

            /// B.
            b: u64 // behind b
            // below
        }",
        expect![[r#"
            struct S {
                // above
                a: u64, // behind a

                /// B.
                b: u64, // behind b
                // below
            }
        "#]],
    );
}

#[test]
fn among_parameters_and_arguments() {
    check_items(
        "fun f(a: u64, // the first
                b: u64 /* the second */, /* a third */ c: u64) {
            g(/* a = */ a, // one
              b, // two
              // before c
              c // three
            );
            h(/* x */ 1, 2 /* y */);
         }",
        expect![[r#"
            fun f(
                a: u64, // the first
                b: u64 /* the second */,
                /* a third */ c: u64
            ) {
                g(
                    /* a = */ a, // one
                    b, // two
                    // before c
                    c // three
                );
                h(/* x */ 1, 2 /* y */);
            }
        "#]],
    );
}

#[test]
fn among_statements() {
    check(
        "// first
        a(); // behind a
        /* before b */ b(); /* behind b */ // and more

        // before c

        c(); /* between */ d()
        // last",
        expect![[r#"
            // first
            a(); // behind a
            /* before b */ b(); /* behind b */ // and more

            // before c

            c();
            /* between */ d()
            // last
        "#]],
    );
}

#[test]
fn among_operands() {
    check(
        "let x = a // first
            + b // second
            // before the third
            + /* in c */ c;
        let y = // the sum
            a + b;
        let z =
            // above
            a;",
        expect![[r#"
            let x = a // first
                + b // second
                // before the third
                + /* in c */ c;
            let y = // the sum
                a + b;
            let z =
                // above
                a;
        "#]],
    );
}

#[test]
fn in_chains() {
    check(
        "self.entries // all
            // of them
            .keys()
            .map(|k| k + 1) // next
            .length();",
        expect![[r#"
            self.entries // all
                // of them
                .keys()
                .map(|k| k + 1) // next
                .length();
        "#]],
    );
}

#[test]
fn around_branches() {
    check(
        "if (a) { // then
            b
        } // end of then
        // before else
        else /* otherwise */ {
            // nothing
        };
        if (a) // why
            b() // then
        else // or
            c();
        match (x) {
            // the first
            A => 1, // one
            // the second
            B => {
                // nothing
            } // two
            // none
        }",
        expect![[r#"
            if (a) { // then
                b
            } // end of then
            // before else
            else /* otherwise */ {
                // nothing
            };
            if (a) // why
                b() // then
            else // or
                c();
            match (x) {
                // the first
                A => 1, // one
                // the second
                B => {
                    // nothing
                } // two
                // none
            }
        "#]],
    );
}

#[test]
fn of_several_lines_move_as_a_whole() {
    check(
        "        /* one
                    two
                three */
          f(); /* one
            two */
          g();
  /**
   * A box.
   */
  h()",
        expect![[r#"
            /* one
                        two
                    three */
            f(); /* one
              two */
            g();
            /**
             * A box.
             */
            h()
        "#]],
    );
}

#[test]
fn before_separators() {
    check(
        "let a = b /* 1 */ ; f(a /* 2 */ , b // 3\n , c // 4\n ) // 5\n ;",
        expect![[r#"
        let a = b /* 1 */;
        f(
            a /* 2 */,
            b // 3
            ,
            c // 4
        ) // 5
        ;
    "#]],
    );
}

#[test]
fn in_attributes_and_uses() {
    check_items(
        "#[a, // why\nb]\n// f\nfun f() {}\nuse a::{ // these\nb, /* c */ c::{Self, // d\nD} };",
        expect![[r#"
            #[
                a, // why
                b
            ]
            // f
            fun f() {}
            use a::{ // these
                b,
                /* c */ c::{
                    Self, // d
                    D,
                },
            };
        "#]],
    );
}
