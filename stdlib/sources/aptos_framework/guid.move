/// Names made of an address and a number.
module aptos_framework::guid {

    /// A name that cannot be copied.
    struct GUID has drop, store {
        /// The name.
        id: ID,
    }

    /// A name.
    struct ID has copy, drop, store {
        /// A number that `addr` has given once.
        creation_num: u64,
        /// Who has given it.
        addr: address,
    }

    /// Makes a name of the next number, which it counts up.
    package fun create(addr: address, creation_num_ref: &mut u64): GUID {
        let creation_num = *creation_num_ref;
        *creation_num_ref = creation_num + 1;
        GUID { id: ID { creation_num, addr } }
    }

    /// Makes a name that can be copied.
    public fun create_id(addr: address, creation_num: u64): ID {
        ID { creation_num, addr }
    }

    /// Returns the name, to be copied.
    public fun id(self: &GUID): ID {
        self.id
    }

    /// Returns the address.
    public fun creator_address(self: &GUID): address {
        self.id.addr
    }

    /// Returns the address.
    public fun id_creator_address(self: &ID): address {
        self.addr
    }

    /// Returns the number.
    public fun creation_num(self: &GUID): u64 {
        self.id.creation_num
    }

    /// Returns the number.
    public fun id_creation_num(self: &ID): u64 {
        self.creation_num
    }

    /// Tells whether `id` is the name.
    public fun eq_id(self: &GUID, id: &ID): bool {
        &self.id == id
    }
}
