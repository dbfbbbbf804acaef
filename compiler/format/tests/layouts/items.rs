//! Modules and their members.

use super::{check_file, check_items};
use expect_test::expect;

#[test]
fn files_begin_and_end_without_empty_lines() {
    check_file(
        "\n\n\nmodule   a :: m{\n\n\nfun f(){}\n\n}\n\n\n",
        expect![[r#"
        module a::m {
            fun f() {}
        }
    "#]],
    );
}

#[test]
fn empty_lines_between_groups_are_kept_once() {
    check_items(
        "use a::b;\nuse a::c;\n\n\n\nconst A: u64 = 1; const B: u64 = 2;\n\nfun f() {}\nfun g() {}",
        expect![[r#"
            use a::b;
            use a::c;

            const A: u64 = 1;
            const B: u64 = 2;

            fun f() {}
            fun g() {}
        "#]],
    );
}

#[test]
fn lines_end_with_line_feeds() {
    check_file(
        "\u{feff}module a::m {\r\n    // c \r\n    fun f() {}\r\n}\r\n",
        expect![[r#"
        module a::m {
            // c
            fun f() {}
        }
    "#]],
    );
}

#[test]
fn a_module_may_take_up_its_file() {
    check_file(
        "/// M.\nmodule a::m;\n\n\nuse a::b;\n  fun f() {}\nmodule a::n;\nfun g() {}",
        expect![[r#"
        /// M.
        module a::m;

        use a::b;
        fun f() {}
        module a::n;
        fun g() {}
    "#]],
    );
}

#[test]
fn address_blocks_and_scripts() {
    check_file(
        "address 0x1 {\n// here\nmodule m { fun f() {} }\n\nmodule n {}\n}\nscript { use 0x1::m;\n\n#[a]\nfun main(s: signer) { m::f() } }",
        expect![[r#"
            address 0x1 {
                // here
                module m {
                    fun f() {}
                }

                module n {}
            }
            script {
                use 0x1::m;

                #[a]
                fun main(s: signer) { m::f() }
            }
        "#]],
    );
}

#[test]
fn uses_keep_their_order() {
    check_items(
        "use std::vector ;use std::option::{ Self,Option as O, };
        use aptos_framework::{fungible_asset::{Self, FungibleAsset, Metadata, MintRef, BurnRef}, object::{Self, Object}, event};
        friend a :: b ;",
        expect![[r#"
            use std::vector;
            use std::option::{Self, Option as O};
            use aptos_framework::{
                fungible_asset::{Self, FungibleAsset, Metadata, MintRef, BurnRef},
                object::{Self, Object},
                event,
            };
            friend a::b;
        "#]],
    );
}

#[test]
fn long_uses_fill_lines() {
    check_items(
        "use aptos_framework::fungible_asset::{Self, BurnRef, FungibleAsset, FungibleStore, Metadata, MintRef};
        use aptos_framework::fungible_asset::{Self, BurnRef as B, FungibleAsset, FungibleStore, Metadata, MintRef, TransferRef, ab};",
        expect![[r#"
            use aptos_framework::fungible_asset::{
                Self, BurnRef, FungibleAsset, FungibleStore, Metadata, MintRef,
            };
            use aptos_framework::fungible_asset::{
                Self, BurnRef as B, FungibleAsset, FungibleStore, Metadata, MintRef, TransferRef, ab,
            };
        "#]],
    );
}

#[test]
fn a_comma_fits_too() {
    check_items(
        "struct S {
            a_field_with_a_very_long_name: Table<aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, vector<u64>>,
            b_field_with_a_very_long_name: Table<aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, vector<u64>>
        }",
        expect![[r#"
            struct S {
                a_field_with_a_very_long_name: Table<aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, vector<u64>>,
                b_field_with_a_very_long_name: Table<
                    aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,
                    vector<u64>
                >,
            }
        "#]],
    );
}

#[test]
fn attributes_stand_above() {
    check_items(
        "#[test_only] #[a(b=1,c=@0x1), d] fun f() {}
        #[test(a = @0x1), expected_failure(abort_code = 1, location = std::m)]
        // why
        fun g() {}
        enum E { #[a] V, W }",
        expect![[r#"
            #[test_only]
            #[a(b = 1, c = @0x1), d]
            fun f() {}
            #[test(a = @0x1), expected_failure(abort_code = 1, location = std::m)]
            // why
            fun g() {}
            enum E {
                #[a]
                V,
                W,
            }
        "#]],
    );
}

#[test]
fn long_attributes_break() {
    check_items(
        "#[tests(creator = @0x1)] #[a, tst(creator = @0x111111, first_buyer = @0x222222, second_buyer = @0x333333, b = @aptos_framework)] #[test(creator = @0x111111, first_buyer = @0x222222, second_buyer = @0x333333, framework = @aptos_framework)] fun f() {}",
        expect![[r#"
            #[tests(creator = @0x1)]
            #[
                a,
                tst(
                    creator = @0x111111,
                    first_buyer = @0x222222,
                    second_buyer = @0x333333,
                    b = @aptos_framework
                )
            ]
            #[test(
                creator = @0x111111,
                first_buyer = @0x222222,
                second_buyer = @0x333333,
                framework = @aptos_framework
            )]
            fun f() {}
        "#]],
    );
}

#[test]
fn structs_are_one_line_if_they_were() {
    check_items(
        "struct A has key{x:u64,y:u64}
        struct B has copy,drop {
            x: u64 }
        struct C<phantom T:store+copy, U> { x: T } has key;
        struct D(u64,address)has drop;
        struct E {} struct F;
        public struct G { }
        native struct H;",
        expect![[r#"
            struct A has key { x: u64, y: u64 }
            struct B has copy, drop {
                x: u64,
            }
            struct C<phantom T: store + copy, U> { x: T } has key;
            struct D(u64, address) has drop;
            struct E {}
            struct F;
            public struct G {}
            native struct H;
        "#]],
    );
}

#[test]
fn long_structs_break() {
    check_items(
        "struct Minted has drop, store { drop: address, token: address, number: u64, to: address, paid: u64, at: u64 }
        struct P(vector<vector<vector<u64>>>, vector<vector<vector<u64>>>, vector<vector<vector<u64>>>, vector<u8>) has drop;",
        expect![[r#"
            struct Minted has drop, store {
                drop: address,
                token: address,
                number: u64,
                to: address,
                paid: u64,
                at: u64,
            }
            struct P(
                vector<vector<vector<u64>>>,
                vector<vector<vector<u64>>>,
                vector<vector<vector<u64>>>,
                vector<u8>
            ) has drop;
        "#]],
    );
}

#[test]
fn enums_have_commas_at_the_end_of_lines() {
    check_items(
        "enum A has drop { X, Y{a:u64}, Z(u64,bool), }
        public enum B {
            X { a: u64 } Y,
            /// Z.
            Z(u64)
        }",
        expect![[r#"
            enum A has drop { X, Y { a: u64 }, Z(u64, bool) }
            public enum B {
                X { a: u64 }
                Y,
                /// Z.
                Z(u64),
            }
        "#]],
    );
}

#[test]
fn constants_hang_if_they_must() {
    check_items(
        "const A:u64=1 ;
        const ADDRESS: address = @0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff;
        const ADDRESS_OF_THE_OWNER: address = @0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff;
        const NAMES: vector<vector<u8>> = vector[b\"bool\", b\"u8\", b\"u16\", b\"u32\", b\"u64\", b\"u128\", b\"u256\", b\"address\"];",
        expect![[r#"
            const A: u64 = 1;
            const ADDRESS: address = @0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff;
            const ADDRESS_OF_THE_OWNER: address =
                @0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff;
            const NAMES: vector<vector<u8>> =
                vector[b"bool", b"u8", b"u16", b"u32", b"u64", b"u128", b"u256", b"address"];
        "#]],
    );
}

#[test]
fn functions_are_one_line_if_they_were() {
    check_items(
        "fun f ( x:u64 ):u64{x+1}
        public(friend)   entry fun g() { 1; }
        public ( package ) inline fun h<T:copy + drop,U>(f: | T,&U |bool): bool {
            f(1) }
        package fun i() {
        }
        native public fun j(): &mut u64;",
        expect![[r#"
            fun f(x: u64): u64 { x + 1 }
            public(friend) entry fun g() { 1; }
            public(package) inline fun h<T: copy + drop, U>(f: |T, &U| bool): bool {
                f(1)
            }
            package fun i() {}
            native public fun j(): &mut u64;
        "#]],
    );
}

#[test]
fn long_signatures_have_a_parameter_a_line() {
    check_items(
        "public entry fun create_pool(provider: &signer, asset_x: address, asset_y: address, amount_x: u64, fee: u64,) { f() }
        fun with_many_type_parameters<FirstTypeParameter: copy + drop, SecondTypeParameter: copy + drop, Third: key>(x: u64): FirstTypeParameter { f() }
        public fun fold<Accumulator, Element>(self: Option<Element>, init: Accumulator, f: |Accumulator, Element| Accumulator): Accumulator { x }",
        expect![[r#"
            public entry fun create_pool(
                provider: &signer,
                asset_x: address,
                asset_y: address,
                amount_x: u64,
                fee: u64
            ) {
                f()
            }
            fun with_many_type_parameters<
                FirstTypeParameter: copy + drop,
                SecondTypeParameter: copy + drop,
                Third: key
            >(x: u64): FirstTypeParameter {
                f()
            }
            public fun fold<Accumulator, Element>(
                self: Option<Element>,
                init: Accumulator,
                f: |Accumulator, Element| Accumulator
            ): Accumulator {
                x
            }
        "#]],
    );
}

#[test]
fn parameters_break_before_what_follows_them() {
    check_items(
        "fun borrow_for(borrower: address, receiver: address, amount: u64): (u64, u64) acquires Pool, Storage, Handle { f() }
        fun borrow(a: address): (u64, // amount
            u64 // share
        ) { f() }
        fun borrow(a: address): (vector<address_of_the_first>, vector<address_of_the_second>, vector<address_of_the_third>) { f() }
        fun borrow(a: address) acquires ResourceOfTheFirst, ResourceOfTheSecond, ResourceOfTheThird, ResourceOfTheFourth { f() }",
        expect![[r#"
            fun borrow_for(
                borrower: address,
                receiver: address,
                amount: u64
            ): (u64, u64) acquires Pool, Storage, Handle {
                f()
            }
            fun borrow(a: address): (
                u64, // amount
                u64 // share
            ) {
                f()
            }
            fun borrow(a: address): (
                vector<address_of_the_first>,
                vector<address_of_the_second>,
                vector<address_of_the_third>
            ) {
                f()
            }
            fun borrow(a: address)
                acquires ResourceOfTheFirst, ResourceOfTheSecond, ResourceOfTheThird, ResourceOfTheFourth
            {
                f()
            }
        "#]],
    );
}

#[test]
fn specifications_stay_as_they_are() {
    check_items(
        "fun f(x: u64): u64 {
        spec { assume   x < 1; };
        while ({ spec { invariant i <= n; }; i < n }) i = i + 1;
        x
        }
      spec f {
          pragma   x ;

            ensures result == x;
      }
        spec schema S { }  spec fun g(): u64;
        fun h() {}",
        expect![[r#"
            fun f(x: u64): u64 {
                spec { assume   x < 1; };
                while ({ spec { invariant i <= n; }; i < n }) i = i + 1;
                x
            }
            spec f {
                pragma   x ;

                  ensures result == x;
            }
            spec schema S { } spec fun g(): u64;
            fun h() {}
        "#]],
    );
}
