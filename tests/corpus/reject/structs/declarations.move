/// Structs that cannot be.
module 0x42::m {
    struct HasReference { x: &u64 } // error: E0506
    struct HasMutableReference { x: &mut u64 } // error: E0506
    struct HasTuple { x: (u64, u64) } // error: E0317
    struct HasUnknown { x: Unknown } // error: E0201
    struct HasUnknownParameter<T> { x: U, t: T } // error: E0201
    struct Plain {}
    struct Dropped has drop { x: Plain } // error: E0404
    struct Copied has copy { x: Plain } // error: E0404
    struct Stored has store { x: Plain } // error: E0404
    struct Resource has key { x: Plain } // error: E0404
    struct Positional(Plain) has drop; // error: E0404
    struct HasVector has drop { x: vector<Plain> } // error: E0404
    struct Signed has store { x: signer } // error: E0404
    struct SignedCopy has copy { x: signer } // error: E0404
    struct Box<T> has copy, drop, store { item: T }
    struct Boxed has copy { x: Box<Plain> } // error: E0404
    struct Bounded<T: store> has store { item: T }
    struct Unbounded { x: Bounded<Plain> } // error: E0401
    struct UnboundedParameter<T> { x: Bounded<T> } // error: E0401
    struct Phantom<phantom T> { x: T } // error: E0406
    struct PhantomInside<phantom T> { x: vector<T> } // error: E0406
    struct PhantomInABox<phantom T> { x: Box<T> } // error: E0406
    struct Marker<phantom T> {}
    struct PhantomPassedOn<phantom T> { x: Marker<T> }
    struct Plain { x: u64 } // error: E0204
    enum Plain { A } // error: E0204
    struct Same<T, T> { x: T } // error: E0204
    enum Variants { A, B, A } // error: E0204
    enum Fields { A { x: u64, x: u64 } } // error: E0204
    enum Dropping has drop { A { x: Plain } } // error: E0404
    enum References { A(&u64) } // error: E0506
}
