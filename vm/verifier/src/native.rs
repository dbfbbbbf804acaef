//! The signatures of natives, as the virtual machine provides them.

use vm_access::{Ability, AbilitySet, AccountAddress, ModuleId, StructType, Type};
use vm_bytecode::{Native, VectorOperation};

/// Types of a native's parameters and results, and what its type parameters must have.
pub(crate) struct Signature {
    pub(crate) type_parameters: Vec<AbilitySet>,
    pub(crate) parameters: Vec<Type>,
    pub(crate) results: Vec<Type>,
}

const T: Type = Type::Parameter(0);
const V: Type = Type::Parameter(1);

/// The signature of a native.
pub(crate) fn signature(native: Native) -> Signature {
    let bytes = || Type::U8.vector();
    match native {
        Native::TableNew => of_table(vec![], vec![table()]),
        Native::TableAdd => of_table(vec![table().reference(true), T, V], vec![]),
        Native::TableRemove => of_table(vec![table().reference(true), T], vec![V]),
        Native::TableContains => of_table(vec![table().reference(false), T], vec![Type::Bool]),
        Native::TableBorrow => {
            of_table(vec![table().reference(false), T], vec![V.reference(false)])
        }
        Native::TableBorrowMut => {
            of_table(vec![table().reference(true), T], vec![V.reference(true)])
        }
        Native::TableDestroy => of_table(vec![table()], vec![]),
        Native::SignerBorrowAddress => {
            plain(vec![Type::Signer.reference(false)], vec![Type::Address.reference(false)])
        }
        Native::CreateSigner => plain(vec![Type::Address], vec![Type::Signer]),
        Native::BcsToBytes => generic(AbilitySet::NONE, vec![T.reference(false)], vec![bytes()]),
        Native::Sha2
        | Native::Sha3
        | Native::Keccak
        | Native::Sha2Long
        | Native::Sha3Long
        | Native::Ripemd
        | Native::Blake2
        | Native::Ed25519KeyOf => plain(vec![bytes()], vec![bytes()]),
        Native::SipHash => plain(vec![bytes()], vec![Type::U64]),
        Native::FromBytes => generic(AbilitySet::NONE, vec![bytes()], vec![T]),
        Native::Ed25519Verify => plain(vec![bytes(), bytes(), bytes()], vec![Type::Bool]),
        Native::Ed25519IsKey => plain(vec![bytes()], vec![Type::Bool]),
        Native::Ed25519Sign => plain(vec![bytes(), bytes()], vec![bytes()]),
        Native::TypeName | Native::TypeModule | Native::TypeStruct => {
            generic(AbilitySet::NONE, vec![], vec![bytes()])
        }
        Native::Compare => {
            generic(AbilitySet::NONE, vec![T.reference(false), T.reference(false)], vec![Type::U8])
        }
        Native::TypeAddress => generic(AbilitySet::NONE, vec![], vec![Type::Address]),
        Native::Format => {
            generic(AbilitySet::NONE, vec![T.reference(false), Type::U8], vec![bytes()])
        }
        Native::BytesToAddress => plain(vec![bytes()], vec![Type::Address]),
        Native::CheckUtf8 => plain(vec![bytes().reference(false)], vec![Type::Bool]),
        Native::EventEmit => generic(set(&[Ability::Drop, Ability::Store]), vec![T], vec![]),
        Native::DebugShow => plain(vec![bytes()], vec![]),
        Native::EventsEmitted => {
            generic(set(&[Ability::Drop, Ability::Store]), vec![], vec![T.vector()])
        }
        Native::ContextGet => plain(vec![Type::U64], vec![Type::U64]),
        Native::ContextSet => plain(vec![Type::U64, Type::U64], vec![]),
        Native::ContextHash | Native::ContextBytes => plain(vec![], vec![bytes()]),
        Native::FreshAddress | Native::ContextSender => plain(vec![], vec![Type::Address]),
        Native::FindFunction => Signature {
            type_parameters: vec![
                set(&[Ability::Key]),
                set(&[Ability::Copy, Ability::Drop, Ability::Store]),
            ],
            parameters: vec![Type::Address, bytes(), bytes()],
            results: vec![V.vector()],
        },
        Native::Widen => generic(plain_value(), vec![T], vec![Type::U128]),
        Native::Narrow => generic(plain_value(), vec![Type::U128], vec![T]),
        Native::Greatest => generic(plain_value(), vec![], vec![Type::U128]),
    }
}

/// The signature of a function that compiles to an instruction.
pub(crate) fn vector_signature(operation: VectorOperation) -> Signature {
    let vector = || T.vector();
    let (parameters, results) = match operation {
        VectorOperation::Empty => (vec![], vec![vector()]),
        VectorOperation::Length => (vec![vector().reference(false)], vec![Type::U64]),
        VectorOperation::Borrow => {
            (vec![vector().reference(false), Type::U64], vec![T.reference(false)])
        }
        VectorOperation::BorrowMut => {
            (vec![vector().reference(true), Type::U64], vec![T.reference(true)])
        }
        VectorOperation::PushBack => (vec![vector().reference(true), T], vec![]),
        VectorOperation::PopBack => (vec![vector().reference(true)], vec![T]),
        VectorOperation::DestroyEmpty => (vec![vector()], vec![]),
        VectorOperation::Swap => (vec![vector().reference(true), Type::U64, Type::U64], vec![]),
    };
    generic(AbilitySet::NONE, parameters, results)
}

fn plain(parameters: Vec<Type>, results: Vec<Type>) -> Signature {
    Signature { type_parameters: vec![], parameters, results }
}

fn generic(constraints: AbilitySet, parameters: Vec<Type>, results: Vec<Type>) -> Signature {
    Signature { type_parameters: vec![constraints], parameters, results }
}

fn plain_value() -> AbilitySet {
    set(&[Ability::Copy, Ability::Drop])
}

fn of_table(parameters: Vec<Type>, results: Vec<Type>) -> Signature {
    let type_parameters = vec![set(&[Ability::Copy, Ability::Drop]), set(&[Ability::Store])];
    Signature { type_parameters, parameters, results }
}

fn table() -> Type {
    let module = ModuleId::new(AccountAddress::ONE, "table");
    Type::Struct(StructType { module, name: "Table".into(), arguments: vec![T, V] })
}

fn set(abilities: &[Ability]) -> AbilitySet {
    abilities.iter().copied().collect()
}
