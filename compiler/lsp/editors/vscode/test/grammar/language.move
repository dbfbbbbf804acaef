// SYNTAX TEST "source.move" "the rest of Move 2"

/// What it is for.
// <--- comment.line.documentation.move
//  comment
/* outer /* inner */ still */ module 0x42::m {
// <-- comment.block.move
//                   ^^^^^ comment.block.move
//                            ^^^^^^ keyword.declaration.module.move - comment
//                                   ^^^^ constant.numeric.address.move
    use std::string::{Self, String as Text};
//  ^^^ keyword.other.use.move
//      ^^^ entity.name.namespace.move
//           ^^^^^^ entity.name.namespace.move
//                    ^^^^ variable.language.self.move
//                          ^^^^^^ entity.name.type.move
//                                 ^^ keyword.other.as.move
    friend book::thief;
//  ^^^^^^ keyword.other.friend.move
    #[test(owner = @0xa11ce), expected_failure(abort_code = ENO, location = Self)]
//  ^^ punctuation.definition.attribute.move
//    ^^^^ entity.other.attribute-name.move
//                 ^^^^^^^^ constant.other.address.move
//                                                          ^^^ variable.other.value.move
    public struct Box<phantom C, T: store> has copy, drop { content: T, at: address }
//  ^^^^^^ storage.modifier.visibility.move
//         ^^^^^^ keyword.declaration.struct.move
//                ^^^ entity.name.type.struct.move
//                    ^^^^^^^ storage.modifier.phantom.move
//                                  ^^^^^ storage.type.ability.move
//                                         ^^^ keyword.other.has.move
//                                             ^^^^ storage.type.ability.move
//                                                   ^^^^ storage.type.ability.move
//                                                          ^^^^^^^ variable.other.member.move
    enum Order has drop { Limit { amount: u64, price: u64 }, Cancelled }
//  ^^^^ keyword.declaration.enum.move
//       ^^^^^ entity.name.type.enum.move
//                        ^^^^^ entity.name.type.variant.move
//                                             ^^^^^ variable.other.member.move
//                                                           ^^^^^^^^^ entity.name.type.move
    public(package) inline fun f<T: key>(v: &vector<T>, g: |&T|) {
//  ^^^^^^ storage.modifier.visibility.move
//         ^^^^^^^ storage.modifier.visibility.move
//                  ^^^^^^ storage.modifier.inline.move
//                         ^^^ keyword.declaration.function.move
//                                  ^^^ storage.type.ability.move
        let x = 5u8 + 0xFF * 1_000;
//      ^^^ keyword.other.let.move
//              ^ constant.numeric.move
//               ^^ storage.type.primitive.move
//                    ^^^^ constant.numeric.move
//                           ^^^^^ constant.numeric.move
        let t = b"a\n\x00\q"; let h = x"c0ffee";
//              ^^ string.quoted.double.byte.move
//                 ^^ constant.character.escape.move
//                       ^^ invalid.illegal.escape.move
//                                    ^^^^^^^^^ string.quoted.double.hex.move
        'outer: for (i in 0..10) { if (i == 3) continue 'outer };
//      ^^^^^^ entity.name.label.move
//              ^^^ keyword.control.for.move
//                     ^^ keyword.control.in.move
//                                 ^^ keyword.control.move
//                                                      ^^^^^^ entity.name.label.move
        match (self) { Order::Limit { amount, .. } if (amount > 1) => 1, _ => abort ECODE }
//      ^^^^^ keyword.control.match.move
//             ^^^^ variable.language.self.move
//                     ^^^^^ entity.name.type.move
//                                                                 ^^ keyword.operator.arrow.move
//                                                                            ^^^^^ keyword.control.move
//                                                                                  ^^^^^ variable.other.constant.move
        let b = x is Order::Limit && y as u64 < MAX_U64;
//                ^^ keyword.other.is.move
//                                     ^^ keyword.other.as.move
//                                        ^^^ storage.type.primitive.move
//                                              ^^^^^^^ constant.numeric.limit.move
        let is = 1; let match = is; let for = 2;
//          ^^ variable.other.move
//                      ^^^^^ variable.other.move
//                                      ^^^ variable.other.move
        assert!(exists<S>(@book), 1);
//      ^^^^^^^ entity.name.function.macro.move
//              ^^^^^^ support.function.storage.move
//                        ^^^^^ constant.other.address.move
        std::vector::push_back<u64>(&mut v, 1); v.for_each(|e| { sum += *e; });
//      ^^^ entity.name.namespace.move
//           ^^^^^^ entity.name.namespace.move
//                   ^^^^^^^^^ entity.name.function.move
//                                   ^^^ storage.modifier.mut.move
//                                                ^^^^^^^^ entity.name.function.method.move
        R<T>[addr].field <<= 2; let w = vector[1, 2]; move x; copy y;
//                 ^^^^^ variable.other.member.move
//                       ^^^ keyword.operator.assignment.move
//                                      ^^^^^^ storage.type.primitive.move
//                                                    ^^^^ keyword.operator.move.move
//                                                            ^^^^ keyword.operator.copy.move
    }
    spec f { ensures result == old(x); }
//  ^^^^ keyword.declaration.specification.move
//           ^^^^^^^ keyword.other.specification.move
//                             ^^^ keyword.other.specification.move
    fun after(): bool { true }
//  ^^^ keyword.declaration.function.move - meta.specification.move
//                      ^^^^ constant.language.boolean.move
}
script { fun main(s: &signer) { m::f(s) } }
// <------ keyword.declaration.script.move
//                    ^^^^^^ storage.type.primitive.move
//                              ^ entity.name.namespace.move
address 0x42 { module a { } }
// <------- keyword.declaration.address.move
