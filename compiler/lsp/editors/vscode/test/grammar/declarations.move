// SYNTAX TEST "source.move" "access declarations"

module book::places {
// <------ keyword.declaration.module.move
//     ^^^^ entity.name.namespace.move
//           ^^^^^^ entity.name.type.module.move
    public entry fun pay(book: address, many: u64)
//  ^^^^^^ storage.modifier.visibility.move
//         ^^^^^ storage.modifier.entry.move
//               ^^^ keyword.declaration.function.move
//                   ^^^ entity.name.function.move
//                       ^^^^ variable.parameter.move
//                             ^^^^^^^ storage.type.primitive.move
        reads Book(book).{fee, next}
//      ^^^^^ keyword.other.access.reads.move
//            ^^^^ entity.name.type.move
//                 ^^^^ variable.other.move
//                        ^^^ variable.other.member.move
//                             ^^^^ variable.other.member.move
        writes Book(book).orders[Key { price, number }]
//      ^^^^^^ keyword.other.access.writes.move
//                        ^^^^^^ variable.other.member.move
//                               ^^^ entity.name.type.move
//                                     ^^^^^ variable.other.move
        adds Pool(pools[i]).reserve for i in 0..many if many > 10
//      ^^^^ keyword.other.access.adds.move
//                                  ^^^ keyword.other.access.for.move
//                                      ^ variable.parameter.index.move
//                                        ^^ keyword.other.access.in.move
//                                           ^ constant.numeric.move
//                                            ^^ keyword.operator.range.move
//                                                   ^^ keyword.other.access.if.move
//                                                           ^ keyword.operator.move
        reads exists<Book>(book)
//            ^^^^^^ support.function.storage.move
//                   ^^^^ entity.name.type.move
        calls book::bank::withdraw(from, n + 1), f(*), (R(a).f)(x)
//      ^^^^^ keyword.other.access.calls.move
//            ^^^^ entity.name.namespace.move
//                  ^^^^ entity.name.namespace.move
//                        ^^^^^^^^ entity.name.function.move
//                                               ^ entity.name.function.move
//                                                 ^ constant.language.wildcard.move
        !writes m::*
//      ^ keyword.operator.access.exclude.move
//       ^^^^^^ keyword.other.access.writes.move
//              ^ entity.name.namespace.move
//                 ^ constant.language.wildcard.move
    {
//  ^ punctuation.section.block.begin.move - meta.function.move
        let reads = 2;
//          ^^^^^ variable.other.move - keyword.other.access.reads.move
    }

    fun all() reads *, @a::*, R(*), t[*], *(a), R(b * 2) { }
//            ^^^^^ keyword.other.access.reads.move
//                  ^ constant.language.wildcard.move
//                     ^^ constant.other.address.move
//                         ^ constant.language.wildcard.move
//                              ^ constant.language.wildcard.move
//                                    ^ constant.language.wildcard.move
//                                        ^ constant.language.wildcard.move
//                                                  ^ keyword.operator.move - constant.language.wildcard.move

    public fun one(): u64 pure { 1 }
//                        ^^^^ keyword.other.access.pure.move
//                             ^ punctuation.section.block.begin.move
//                               ^ constant.numeric.move

    fun named(pure: u64, reads: u64): u64 { pure }
//            ^^^^ variable.parameter.move - keyword.other.access.pure.move
//                       ^^^^^ variable.parameter.move - keyword.other.access.reads.move
//                                          ^^^^ variable.other.move - keyword.other.access.pure.move

    fun old(a: address) acquires Book, R(a), * { }
//                      ^^^^^^^^ keyword.other.access.acquires.move
//                               ^^^^ entity.name.type.move
//                                           ^ constant.language.wildcard.move

    fun own(self: &mut Pool) writes self.fee, self[key] { }
//          ^^^^ variable.language.self.move
//                 ^^^ storage.modifier.mut.move
//                                  ^^^^ variable.language.self.move
//                                       ^^^ variable.other.member.move
//                                            ^^^^ variable.language.self.move

    fun with(f: |at: address| u64 has copy + drop { reads Pool(at) }, n: u64): u64
//           ^ variable.parameter.move
//                                ^^^ keyword.other.has.move
//                                    ^^^^ storage.type.ability.move
//                                           ^^^^ storage.type.ability.move
//                                                  ^^^^^ meta.access.type.move keyword.other.access.reads.move
//                                                             ^^ meta.access.type.move variable.other.move
//                                                                    ^ variable.parameter.move
        calls f(n)
//      ^^^^^ keyword.other.access.calls.move
    {
        f(n)
//      ^ entity.name.function.move
    }

    struct Fees has key {
        rule: |u64| u64 has copy + drop + store { pure },
//      ^^^^ variable.other.member.move
//                                                ^^^^ meta.access.type.move keyword.other.access.pure.move
        visit: |address| { !reads Self::* },
//      ^^^^^ variable.other.member.move
//                         ^ keyword.operator.access.exclude.move
//                          ^^^^^ keyword.other.access.reads.move
//                                      ^ constant.language.wildcard.move
    }

    native fun length<T>(v: &vector<T>): u64;
//  ^^^^^^ storage.modifier.native.move
//             ^^^^^^ entity.name.function.move
    const E: u64 = 1;
//  ^^^^^ keyword.declaration.constant.move - meta.function.move
}
