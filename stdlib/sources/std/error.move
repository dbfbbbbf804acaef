/// Abort codes that carry a category: the category in bits 16 to 23, the module's own reason in the 16 bits below.
module std::error {
    /// An argument is not acceptable, whatever the state.
    const INVALID_ARGUMENT: u64 = 0x1;
    /// An argument is past what the state allows.
    const OUT_OF_RANGE: u64 = 0x2;
    /// The state does not allow the operation now.
    const INVALID_STATE: u64 = 0x3;
    /// The caller could not be identified.
    const UNAUTHENTICATED: u64 = 0x4;
    /// The caller may not do this.
    const PERMISSION_DENIED: u64 = 0x5;
    /// Something named does not exist.
    const NOT_FOUND: u64 = 0x6;
    /// The operation met another one.
    const ABORTED: u64 = 0x7;
    /// Something to be made already exists.
    const ALREADY_EXISTS: u64 = 0x8;
    /// A quota is used up.
    const RESOURCE_EXHAUSTED: u64 = 0x9;
    /// The program itself is wrong.
    const INTERNAL: u64 = 0xB;
    /// The operation does not exist.
    const NOT_IMPLEMENTED: u64 = 0xC;
    /// The service cannot be reached now.
    const UNAVAILABLE: u64 = 0xD;

    /// Puts `category` and `reason` together.
    public fun canonical(category: u64, reason: u64): u64 pure {
        (category << 16) + reason
    }

    /// Codes an argument that is not acceptable.
    public fun invalid_argument(r: u64): u64 pure {
        canonical(INVALID_ARGUMENT, r)
    }

    /// Codes an argument past what the state allows.
    public fun out_of_range(r: u64): u64 pure {
        canonical(OUT_OF_RANGE, r)
    }

    /// Codes a state that does not allow the operation.
    public fun invalid_state(r: u64): u64 pure {
        canonical(INVALID_STATE, r)
    }

    /// Codes a caller that could not be identified.
    public fun unauthenticated(r: u64): u64 pure {
        canonical(UNAUTHENTICATED, r)
    }

    /// Codes a caller that may not do this.
    public fun permission_denied(r: u64): u64 pure {
        canonical(PERMISSION_DENIED, r)
    }

    /// Codes something that does not exist.
    public fun not_found(r: u64): u64 pure {
        canonical(NOT_FOUND, r)
    }

    /// Codes an operation that met another one.
    public fun aborted(r: u64): u64 pure {
        canonical(ABORTED, r)
    }

    /// Codes something that already exists.
    public fun already_exists(r: u64): u64 pure {
        canonical(ALREADY_EXISTS, r)
    }

    /// Codes a quota that is used up.
    public fun resource_exhausted(r: u64): u64 pure {
        canonical(RESOURCE_EXHAUSTED, r)
    }

    /// Codes a fault of the program itself.
    public fun internal(r: u64): u64 pure {
        canonical(INTERNAL, r)
    }

    /// Codes an operation that does not exist.
    public fun not_implemented(r: u64): u64 pure {
        canonical(NOT_IMPLEMENTED, r)
    }

    /// Codes a service that cannot be reached.
    public fun unavailable(r: u64): u64 pure {
        canonical(UNAVAILABLE, r)
    }
}
