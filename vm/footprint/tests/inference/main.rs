//! What is inferred of small functions, aliasing above all.
#![expect(clippy::unwrap_used, reason = "a module built wrongly ends the test")]

mod builder;
mod heads;
mod total;

use builder::{Body, Builder, id, mutable, shared, structure, table, table_module};
use expect_test::{Expect, expect};
use vm_access::{
    Access, AccessPath, AccountAddress, Clause, Declaration, Identifier, Mode, ModuleId, Names,
    Projection, Term, Type,
};
use vm_bytecode::{Module, Register};
use vm_footprint::{Finding, Inference, annotate, check_declaration, infer};

/// A module with the structs of the tests.
fn market() -> Builder {
    let mut builder = Builder::new(id("m"));
    builder.structure("Pool", &[("fee", Type::U64), ("key", Type::Address)]);
    builder.structure(
        "Book",
        &[("orders", table(Type::Address, structure("Pool"))), ("count", Type::U64)],
    );
    builder
}

fn show(module: &Module, inference: &Inference, name: &str) -> String {
    let index = module.functions.iter().position(|it| it.name.as_str() == name).unwrap();
    let function = &module.functions[index];
    let parameters = function.parameters.iter().map(|it| (it.name.clone(), it.ty.clone()));
    let names = Names {
        module: Some(module.id.clone()),
        parameters: parameters.collect(),
        ..Names::default()
    };
    let found = &inference.functions[index];
    let mut lines: Vec<String> =
        found.footprint.accesses().iter().map(|it| it.display(&names).to_string()).collect();
    if found.footprint.is_open() {
        lines.push("open".to_owned());
    }
    let mut reasons: Vec<String> =
        found.widenings.iter().map(|it| format!("note: {}", it.reason)).collect();
    reasons.dedup();
    lines.extend(reasons);
    lines.join("\n")
}

fn check(builder: &Builder, name: &str, expected: &Expect) {
    let library = [table_module()];
    let inference = infer(&builder.module, &library.as_slice());
    expected.assert_eq(&show(&builder.module, &inference, name));
}

#[test]
fn a_field_written_through_a_borrow_is_that_field() {
    let mut b = market();
    b.function("f", &[("a", Type::Address), ("x", Type::U64)], &[], |f, p| {
        let pool = f.global(structure("Pool"), p[0], true);
        let fee = f.field(pool, "fee");
        f.write(fee, p[1]);
        f.ret(&[]);
    });
    check(&b, "f", &expect!["writes Pool(a).fee"]);
}

#[test]
fn an_increment_reads_and_writes() {
    let mut b = market();
    b.function("f", &[("a", Type::Address), ("x", Type::U64)], &[], |f, p| {
        let pool = f.global(structure("Pool"), p[0], true);
        let fee = f.field(pool, "fee");
        let again = f.copy(fee);
        let old = f.read(again);
        let sum = f.add(old, p[1]);
        f.write(fee, sum);
        f.ret(&[]);
    });
    check(
        &b,
        "f",
        &expect![[r#"
        writes Pool(a).fee
        note: the old value is in a variable, where it may go elsewhere; `+=` on the place would only add"#]],
    );
}

#[test]
fn an_increment_across_a_call_that_writes_is_none() {
    let mut b = market();
    b.function("g", &[("a", Type::Address), ("x", Type::U64)], &[Type::U64], |f, p| {
        let pool = f.global(structure("Pool"), p[0], true);
        let fee = f.field(pool, "fee");
        f.write(fee, p[1]);
        f.ret(&[p[1]]);
    });
    b.function("f", &[("a", Type::Address), ("x", Type::U64)], &[], |f, p| {
        let pool = f.global(structure("Pool"), p[0], true);
        let fee = f.field(pool, "fee");
        let again = f.copy(fee);
        let old = f.read(again);
        let x = f.call("m::g", &[], &[p[0], p[1]], &[Type::U64]);
        let sum = f.add(old, x[0]);
        f.write(fee, sum);
        f.ret(&[]);
    });
    check(
        &b,
        "f",
        &expect![[r#"
        writes Pool(a).fee
        note: the old value is in a variable, where it may go elsewhere; `+=` on the place would only add"#]],
    );
}

#[test]
fn a_key_read_before_its_place_is_written_is_named_from_entry() {
    let mut b = market();
    b.function("f", &[("a", Type::Address), ("k", Type::Address)], &[], |f, p| {
        // key = Pool(a).key; Pool(a).key = k; exists<Pool>(Pool(a).key); exists<Pool>(key)
        let pool = f.global(structure("Pool"), p[0], true);
        let field = f.field(pool, "key");
        f.write(field, p[1]);
        let pool = f.global(structure("Pool"), p[0], false);
        let field = f.field(pool, "key");
        let now = f.read(field);
        f.exists(structure("Pool"), now);
        f.ret(&[]);
    });
    check(
        &b,
        "f",
        &expect![[r#"
        reads exists<Pool>(k)
        writes Pool(a).key"#]],
    );
}

#[test]
fn a_key_whose_place_may_have_been_written_is_any() {
    let mut b = market();
    let parameters = [("a", Type::Address), ("b", Type::Address), ("k", Type::Address)];
    b.function("f", &parameters, &[], |f, p| {
        for address in [p[0], p[1]] {
            let pool = f.global(structure("Pool"), address, true);
            let field = f.field(pool, "key");
            f.write(field, p[2]);
        }
        let pool = f.global(structure("Pool"), p[0], false);
        let field = f.field(pool, "key");
        let now = f.read(field);
        f.exists(structure("Book"), now);
        f.ret(&[]);
    });
    check(
        &b,
        "f",
        &expect![[r#"
        reads exists<Book>(*)
        writes Pool(a).key
        writes Pool(b).key
        note: the value the key comes from may have been changed before"#]],
    );
}

#[test]
fn a_callee_that_writes_kills_what_the_caller_knew() {
    let mut b = market();
    b.function(
        "set",
        &[("pool", mutable(structure("Pool"))), ("k", Type::Address)],
        &[],
        |f, p| {
            let field = f.field(p[0], "key");
            f.write(field, p[1]);
            f.ret(&[]);
        },
    );
    b.function(
        "f",
        &[("a", Type::Address), ("k", Type::Address), ("x", Type::U64)],
        &[],
        |f, p| {
            // A local pool, changed by a callee.
            let local = f.pack(structure("Pool"), &[p[2], p[0]]);
            let reference = f.local(local, true);
            f.call("m::set", &[], &[reference, p[1]], &[]);
            let reference = f.local(local, false);
            let field = f.field(reference, "key");
            let key = f.read(field);
            f.exists(structure("Book"), key);
            f.ret(&[]);
        },
    );
    check(&b, "set", &expect!["writes pool.key"]);
    check(
        &b,
        "f",
        &expect![[r#"
        reads exists<Book>(*)
        note: the value the key comes from may have been changed before"#]],
    );
}

#[test]
fn an_element_keeps_its_index_and_a_loop_means_any_element() {
    let mut b = market();
    let path = Type::Address.vector();
    b.function("f", &[("path", path.clone()), ("n", Type::U64)], &[], |f, p| {
        let zero = f.u64(0);
        let vector = f.local(p[0], false);
        let first = f.element(vector, zero);
        let key = f.read(first);
        f.exists(structure("Book"), key);
        f.ret(&[]);
    });
    b.function("g", &[("path", path), ("n", Type::U64)], &[], |f, p| {
        f.blocks(3);
        let index = f.register(Type::U64);
        let zero = f.u64(0);
        f.assign(index, zero);
        f.jump(1);
        f.at(1);
        let more = f.less(index, p[1]);
        f.branch(more, 2, 3);
        f.at(2);
        let vector = f.local(p[0], false);
        let place = f.copy(index);
        let element = f.element(vector, place);
        let key = f.read(element);
        f.exists(structure("Pool"), key);
        let one = f.u64(1);
        let next = f.add(index, one);
        f.assign(index, next);
        f.jump(1);
        f.at(3);
        f.ret(&[]);
    });
    check(&b, "f", &expect!["reads exists<Book>(path[0])"]);
    check(&b, "g", &expect!["reads exists<Pool>(path[i]) for i in 0..n"]);
}

#[test]
fn a_vector_that_was_changed_is_known_by_its_elements() {
    let mut b = market();
    b.function("f", &[("path", Type::Address.vector()), ("x", Type::Address)], &[], |f, p| {
        let vector = f.local(p[0], true);
        f.push_back(vector, p[1]);
        let zero = f.u64(0);
        let vector = f.local(p[0], false);
        let first = f.element(vector, zero);
        let key = f.read(first);
        f.exists(structure("Book"), key);
        f.ret(&[]);
    });
    check(
        &b,
        "f",
        &expect![[r#"
            reads exists<Book>(x)
            reads exists<Book>(path[*])"#]],
    );
}

fn item_types() -> [Type; 2] {
    [Type::Address, structure("Pool")]
}

#[test]
fn a_table_item_is_named_by_table_and_key() {
    let mut b = market();
    b.function(
        "f",
        &[("a", Type::Address), ("k", Type::Address), ("x", Type::U64)],
        &[],
        |f, p| {
            let book = f.global(structure("Book"), p[0], true);
            let orders = f.field(book, "orders");
            let result = [mutable(structure("Pool"))];
            let item = f.call("0x1::table::borrow_mut", &item_types(), &[orders, p[1]], &result);
            let fee = f.field(item[0], "fee");
            f.write(fee, p[2]);
            f.ret(&[]);
        },
    );
    check(
        &b,
        "f",
        &expect![[r#"
        reads exists<Book>(a)
        writes Book(a).orders[k].fee"#]],
    );
}

#[test]
fn a_table_that_may_be_swapped_is_named_by_where_its_handle_stands() {
    let mut b = market();
    b.function("swap", &[("a", Type::Address), ("b", Type::Address)], &[], |f, p| {
        let left = f.move_from(structure("Book"), p[0]);
        let right = f.global(structure("Book"), p[1], true);
        f.write(right, left);
        f.ret(&[]);
    });
    b.function("f", &[("a", Type::Address), ("k", Type::Address)], &[], |f, p| {
        let book = f.global(structure("Book"), p[0], false);
        let orders = f.field(book, "orders");
        f.call("0x1::table::contains", &item_types(), &[orders, p[1]], &[Type::Bool]);
        f.ret(&[]);
    });
    check(
        &b,
        "f",
        &expect![[r#"
        reads Book(a).orders.handle
        reads Book(a).orders[k]"#]],
    );
}

#[test]
fn a_table_in_an_item_is_named_too() {
    let mut b = market();
    b.structure("Shelf", &[("books", table(Type::Address, structure("Book")))]);
    let parameters = [("a", Type::Address), ("i", Type::Address), ("k", Type::Address)];
    b.function("f", &parameters, &[], |f, p| {
        let shelf = f.global(structure("Shelf"), p[0], false);
        let books = f.field(shelf, "books");
        let types = [Type::Address, structure("Book")];
        let result = [shared(structure("Book"))];
        let book = f.call("0x1::table::borrow", &types, &[books, p[1]], &result);
        let orders = f.field(book[0], "orders");
        f.call("0x1::table::contains", &item_types(), &[orders, p[2]], &[Type::Bool]);
        f.ret(&[]);
    });
    check(
        &b,
        "f",
        &expect![[r#"
        reads exists<Shelf>(a)
        reads Shelf(a).books[i].orders.handle
        reads Shelf(a).books[i].orders[k]"#]],
    );
}

#[test]
fn a_returned_reference_keeps_where_it_leads() {
    let mut b = market();
    let result = [mutable(structure("Pool"))];
    b.function(
        "order",
        &[("book", mutable(structure("Book"))), ("k", Type::Address)],
        &result,
        |f, p| {
            let orders = f.field(p[0], "orders");
            let item = f.call("0x1::table::borrow_mut", &item_types(), &[orders, p[1]], &result);
            f.ret(&item);
        },
    );
    b.function(
        "f",
        &[("a", Type::Address), ("k", Type::Address), ("x", Type::U64)],
        &[],
        |f, p| {
            let book = f.global(structure("Book"), p[0], true);
            let item = f.call("m::order", &[], &[book, p[1]], &result);
            let fee = f.field(item[0], "fee");
            f.write(fee, p[2]);
            f.ret(&[]);
        },
    );
    check(
        &b,
        "order",
        &expect![[r#"
        reads book.orders[k]
        reads book.orders.handle"#]],
    );
    check(
        &b,
        "f",
        &expect![[r#"
        reads exists<Book>(a)
        writes Book(a).orders[k].fee"#]],
    );
}

#[test]
fn items_of_a_table_made_here_are_no_accesses() {
    let mut b = market();
    let parameters = [("s", shared(Type::Signer)), ("k", Type::Address), ("x", Type::U64)];
    b.function("f", &parameters, &[], |f, p| {
        let made = f.call(
            "0x1::table::new",
            &item_types(),
            &[],
            &[table(Type::Address, structure("Pool"))],
        );
        let pool = f.pack(structure("Pool"), &[p[2], p[1]]);
        let reference = f.local(made[0], true);
        f.call("0x1::table::add", &item_types(), &[reference, p[1], pool], &[]);
        let book = f.pack(structure("Book"), &[made[0], p[2]]);
        f.move_to(p[0], book);
        f.ret(&[]);
    });
    check(&b, "f", &expect!["writes Book(0x1::signer::address_of(s))"]);
}

#[test]
fn a_recursion_with_growing_keys_ends() {
    let mut b = market();
    b.function("f", &[("k", Type::U64), ("a", Type::Address)], &[Type::U64], |f, p| {
        f.blocks(2);
        let bound = f.u64(10);
        let more = f.less(p[0], bound);
        f.branch(more, 1, 2);
        f.at(1);
        let index = f.copy(p[0]);
        let made = f.call("m::key", &[], &[index], &[Type::Address]);
        f.exists(structure("Pool"), made[0]);
        let one = f.u64(1);
        let next = f.add(p[0], one);
        let result = f.call("m::f", &[], &[next, p[1]], &[Type::U64]);
        f.ret(&result);
        f.at(2);
        f.ret(&[p[0]]);
    });
    b.function("key", &[("k", Type::U64)], &[Type::Address], |f, p| {
        f.blocks(2);
        let bound = f.u64(10);
        let more = f.less(p[0], bound);
        let made = f.register(Type::Address);
        f.branch(more, 1, 2);
        f.at(1);
        f.ret(&[made]);
    });
    check(
        &b,
        "f",
        &expect![[r#"
            reads exists<Pool>(*)
            note: the function called does not know the key either"#]],
    );
}

#[test]
fn the_callee_of_another_package_counts_as_declared() {
    let mut library = Builder::new(ModuleId::new(AccountAddress::ONE, "pure"));
    library.function("look", &[("x", mutable(Type::U64))], &[], |f, _| f.ret(&[]));
    library.declare(Declaration::default());
    let inference = infer(&library.module, &([].as_slice() as &[Module]));
    annotate(&mut library.module, &inference);
    let mut b = market();
    b.function("f", &[("a", Type::Address)], &[], |f, p| {
        let pool = f.global(structure("Pool"), p[0], true);
        let fee = f.field(pool, "fee");
        f.call("0x1::pure::look", &[], &[fee], &[]);
        f.ret(&[]);
    });
    let modules = [library.module, table_module()];
    let inference = infer(&b.module, &modules.as_slice());
    expect!["writes Pool(a).fee"].assert_eq(&show(&b.module, &inference, "f"));
}

#[test]
fn a_parameter_that_may_lead_to_what_is_written_loses_its_key() {
    let mut b = market();
    let parameters =
        [("pool", shared(structure("Pool"))), ("a", Type::Address), ("k", Type::Address)];
    b.function("f", &parameters, &[], |f, p| {
        let other = f.global(structure("Pool"), p[1], true);
        let field = f.field(other, "key");
        f.write(field, p[2]);
        let field = f.field(p[0], "key");
        let key = f.read(field);
        f.exists(structure("Book"), key);
        f.ret(&[]);
    });
    b.function("g", &parameters, &[], |f, p| {
        let other = f.global(structure("Book"), p[1], true);
        let field = f.field(other, "count");
        let one = f.u64(1);
        f.write(field, one);
        let field = f.field(p[0], "key");
        let key = f.read(field);
        f.exists(structure("Book"), key);
        f.ret(&[]);
    });
    check(
        &b,
        "f",
        &expect![[r#"
        reads exists<Book>(*)
        reads pool.key
        writes Pool(a).key
        note: the value the key comes from may have been changed before"#]],
    );
    check(
        &b,
        "g",
        &expect![[r#"
        reads exists<Book>(pool.key)
        reads pool.key
        writes Book(a).count"#]],
    );
}

#[test]
fn two_ways_make_a_choice() {
    let mut b = market();
    let parameters = [("x", Type::Address), ("y", Type::Address), ("c", Type::Bool)];
    b.function("f", &parameters, &[], |f, p| {
        f.blocks(3);
        let key = f.register(Type::Address);
        f.branch(p[2], 1, 2);
        for (block, from) in [(1, p[0]), (2, p[1])] {
            f.at(block);
            f.assign(key, from);
            f.jump(3);
        }
        f.at(3);
        f.exists(structure("Pool"), key);
        f.ret(&[]);
    });
    check(
        &b,
        "f",
        &expect![[r#"
            reads exists<Pool>(x)
            reads exists<Pool>(y)"#]],
    );
}

#[test]
fn a_reversed_path_is_not_the_path() {
    let mut b = market();
    let path = Type::Address.vector();
    b.function("reverse", &[("path", mutable(path.clone())), ("x", Type::Address)], &[], |f, p| {
        f.push_back(p[0], p[1]);
        f.ret(&[]);
    });
    b.function("f", &[("path", path), ("x", Type::Address)], &[], |f, p| {
        let vector = f.local(p[0], true);
        f.call("m::reverse", &[], &[vector, p[1]], &[]);
        let zero = f.u64(0);
        let vector = f.local(p[0], false);
        let first = f.element(vector, zero);
        let key = f.read(first);
        f.exists(structure("Book"), key);
        f.ret(&[]);
    });
    check(
        &b,
        "f",
        &expect![[r#"
        reads exists<Book>(*)
        note: the value the key comes from may have been changed before"#]],
    );
}

#[test]
fn a_resource_moves_to_the_address_of_the_signer_made_for_it() {
    let mut b = market();
    b.function("f", &[("a", Type::Address), ("x", Type::U64)], &[], |f, p| {
        let copy = f.copy(p[0]);
        let made = f.call("0x1::create_signer::create_signer", &[], &[copy], &[Type::Signer]);
        let signer = f.local(made[0], false);
        let pool = f.pack(structure("Pool"), &[p[1], p[0]]);
        f.move_to(signer, pool);
        f.ret(&[]);
    });
    check(&b, "f", &expect!["writes Pool(a)"]);
}

#[test]
fn a_key_in_a_field_is_named_fixed_or_not() {
    let mut b = market();
    let parameters = [("a", Type::Address), ("x", Type::U64)];
    b.function("f", &parameters, &[], |f, p| {
        let pool = f.global(structure("Pool"), p[0], false);
        let field = f.field(pool, "key");
        let key = f.read(field);
        f.exists(structure("Book"), key);
        f.ret(&[]);
    });
    check(
        &b,
        "f",
        &expect![[r#"
        reads exists<Book>(Pool(a).key)
        reads Pool(a).key"#]],
    );
    // Once somebody writes it, it is fixed no more, and means what it holds at entry.
    b.function(
        "set",
        &[("pool", mutable(structure("Pool"))), ("k", Type::Address)],
        &[],
        |f, p| {
            let field = f.field(p[0], "key");
            f.write(field, p[1]);
            f.ret(&[]);
        },
    );
    check(
        &b,
        "f",
        &expect![[r#"
        reads exists<Book>(Pool(a).key)
        reads Pool(a).key"#]],
    );
}

#[test]
fn a_field_handed_out_to_be_overwritten_is_not_fixed() {
    let mut b = market();
    let swap = ("0x1::mem::swap", mutable(Type::Address));
    b.function("f", &[("a", Type::Address), ("b", Type::Address)], &[], |f, p| {
        let left = f.global(structure("Pool"), p[0], true);
        let left = f.field(left, "key");
        let other = f.local(p[1], true);
        f.call(swap.0, &[Type::Address], &[left, other], &[]);
        f.ret(&[]);
    });
    let mut library = Builder::new(ModuleId::new(AccountAddress::ONE, "mem"));
    let behind = mutable(Type::Parameter(0));
    library.function("swap", &[("x", behind.clone()), ("y", behind)], &[], |f, _| f.ret(&[]));
    library.declare(Declaration::default());
    let modules = [library.module, table_module()];
    let inference = infer(&b.module, &modules.as_slice());
    let is_fixed = |structure: &str, field: &str| {
        inference.fixed_fields.contains(&(Identifier::from(structure), Identifier::from(field)))
    };
    assert!(!is_fixed("Pool", "key"));
    assert!(is_fixed("Pool", "fee"));
    expect!["writes Pool(a).key"].assert_eq(&show(&b.module, &inference, "f"));
}

#[test]
fn term_functions_of_the_package_are_seen_through() {
    let mut b = market();
    b.function("home", &[("pool", shared(structure("Pool")))], &[Type::Address], |f, p| {
        let field = f.field(p[0], "key");
        let key = f.read(field);
        f.ret(&[key]);
    });
    b.function("checked", &[("x", Type::U64)], &[Type::U64], |f, p| {
        f.blocks(2);
        let bound = f.u64(10);
        let less = f.less(p[0], bound);
        f.branch(less, 1, 2);
        f.at(1);
        f.ret(&[p[0]]);
    });
    b.function("f", &[("pool", shared(structure("Pool"))), ("x", Type::U64)], &[], |f, p| {
        let home = f.call("m::home", &[], &[p[0]], &[Type::Address]);
        f.exists(structure("Book"), home[0]);
        let checked = f.call("m::checked", &[], &[p[1]], &[Type::U64]);
        f.exists(structure("Pool"), checked[0]);
        f.ret(&[]);
    });
    check(
        &b,
        "f",
        &expect![[r#"
        reads exists<Book>(pool.key)
        reads exists<Pool>(checked(x))
        reads pool.key"#]],
    );
}

fn findings(clauses: &[Access], body: impl Fn(&mut Body<'_>, &[Register])) -> String {
    let mut b = market();
    b.function("f", &[("a", Type::Address), ("x", Type::U64)], &[], |f, p| body(f, p));
    let clauses = clauses.iter().cloned().map(Clause::Access).collect();
    b.declare(Declaration { clauses });
    let library = [table_module()];
    let inference = infer(&b.module, &library.as_slice());
    annotate(&mut b.module, &inference);
    let function = b.module.functions.last().unwrap();
    let declaration = function.declaration.as_ref().unwrap();
    let found = inference.functions.last().unwrap();
    let parameters = function.parameters.iter().map(|it| (it.name.clone(), it.ty.clone()));
    let names =
        Names { module: Some(id("m")), parameters: parameters.collect(), ..Names::default() };
    let line = |finding: Finding| match finding {
        Finding::Missing { access, origins } => {
            format!("missing {} at {}", access.display(&names), origins[0].point.instruction)
        }
        Finding::Forbidden { clause, .. } => format!("clause {clause} broken"),
        Finding::Wider { clause, needed } => {
            let needed: Vec<String> =
                needed.iter().map(|it| it.display(&names).to_string()).collect();
            format!("clause {clause} wider than {}", needed.join(", "))
        }
        Finding::Needless { clause } => format!("clause {clause} needless"),
    };
    let library = library.as_slice();
    let found = check_declaration(&b.module, &library, function, declaration, found);
    found.into_iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn declarations_are_compared_with_the_code() {
    let pool = |mode, field: Option<&str>, address: Term| {
        let Type::Struct(ty) = structure("Pool") else { unreachable!() };
        let mut path = AccessPath::resource(ty, address);
        path.projections.extend(field.map(|it| Projection::Field(Identifier::from(it))));
        Access::new(mode, path)
    };
    let a = || Term::Parameter(0);
    let writes_fee = |f: &mut Body<'_>, p: &[Register]| {
        let pool = f.global(structure("Pool"), p[0], true);
        let fee = f.field(pool, "fee");
        f.write(fee, p[1]);
        f.ret(&[]);
    };
    let exact = pool(Mode::Writes, Some("fee"), a());
    expect![""].assert_eq(&findings(std::slice::from_ref(&exact), writes_fee));
    expect!["missing writes Pool(a).fee at 2"].assert_eq(&findings(&[], writes_fee));
    expect!["clause 0 wider than writes Pool(a).fee"]
        .assert_eq(&findings(&[pool(Mode::Writes, None, Term::Any)], writes_fee));
    let read = pool(Mode::Reads, Some("fee"), a());
    expect!["clause 1 needless"].assert_eq(&findings(&[exact.clone(), read], writes_fee));
    let other = pool(Mode::Reads, Some("key"), a());
    expect!["clause 1 needless"].assert_eq(&findings(&[exact, other], writes_fee));
}
