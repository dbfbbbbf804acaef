/// Properties of an object that have names and types: a record of its own beside the object.
module aptos_token_objects::property_map {
    use std::bcs;
    use std::error;
    use std::string::{Self, String};
    use std::vector;
    use aptos_std::from_bcs;
    use aptos_std::simple_map::{Self, SimpleMap};
    use aptos_std::type_info;
    use aptos_framework::object::{Self, ConstructorRef, ExtendRef, Object};

    /// The object has no properties.
    const EPROPERTY_MAP_DOES_NOT_EXIST: u64 = 1;
    /// There is a property of this name.
    const EKEY_ALREADY_EXISTS_IN_PROPERTY_MAP: u64 = 2;
    /// There would be too many properties.
    const ETOO_MANY_PROPERTIES: u64 = 3;
    /// The name is too long.
    const EPROPERTY_MAP_KEY_TOO_LONG: u64 = 4;
    /// There are more or fewer values than names.
    const EKEY_VALUE_COUNT_MISMATCH: u64 = 5;
    /// There are more or fewer types than names.
    const EKEY_TYPE_COUNT_MISMATCH: u64 = 6;
    /// The property is of another type, or its bytes are no value of its type.
    const ETYPE_MISMATCH: u64 = 7;
    /// There is no such type of properties.
    const EINVALID_TYPE: u64 = 8;

    const MAX_PROPERTY_MAP_SIZE: u64 = 1000;
    const MAX_PROPERTY_NAME_LENGTH: u64 = 128;

    const BOOL: u8 = 0;
    const U8: u8 = 1;
    const U16: u8 = 2;
    const U32: u8 = 3;
    const U64: u8 = 4;
    const U128: u8 = 5;
    const U256: u8 = 6;
    const ADDRESS: u8 = 7;
    const BYTE_VECTOR: u8 = 8;
    const STRING: u8 = 9;

    /// The properties of an object.
    struct PropertyMap has drop, key {
        /// By name.
        inner: SimpleMap<String, PropertyValue>,
    }

    /// The value of a property.
    struct PropertyValue has drop, store {
        /// Its type, as a number.
        type: u8,
        /// Its encoding.
        value: vector<u8>,
    }

    /// The right to change the properties.
    struct MutatorRef has drop, store {
        /// The object.
        self: address,
    }

    /// Gives the object under construction its properties.
    public fun init(ref: &ConstructorRef, container: PropertyMap)
        writes PropertyMap(ref.self)
    {
        move_to(&object::generate_signer(ref), container);
    }

    /// Gives the object its properties.
    public fun extend(ref: &ExtendRef, container: PropertyMap)
        writes PropertyMap(ref.self)
    {
        move_to(&object::generate_signer_for_extending(ref), container);
    }

    /// Takes the properties off the object.
    public fun burn(ref: MutatorRef)
        writes PropertyMap(ref.self)
    {
        move_from<PropertyMap>(ref.self);
    }

    /// Makes properties out of as many names, types and encoded values.
    public fun prepare_input(keys: vector<String>, types: vector<String>, values: vector<vector<u8>>): PropertyMap {
        let length = vector::length(&keys);
        assert!(length <= MAX_PROPERTY_MAP_SIZE, error::invalid_argument(ETOO_MANY_PROPERTIES));
        assert!(length == vector::length(&values), error::invalid_argument(EKEY_VALUE_COUNT_MISMATCH));
        assert!(length == vector::length(&types), error::invalid_argument(EKEY_TYPE_COUNT_MISMATCH));
        let inner = simple_map::new();
        let i = 0;
        while (i < length) {
            let key = *vector::borrow(&keys, i);
            assert!(!simple_map::contains_key(&inner, &key), error::already_exists(EKEY_ALREADY_EXISTS_IN_PROPERTY_MAP));
            let type = number_of_type(*vector::borrow(&types, i));
            let value = *vector::borrow(&values, i);
            check(&key, type, value);
            simple_map::add(&mut inner, key, PropertyValue { type, value });
            i = i + 1;
        };
        PropertyMap { inner }
    }

    /// Aborts unless the name is short enough and the bytes are a value of the type.
    fun check(key: &String, type: u8, value: vector<u8>) {
        assert!(
            string::length(key) <= MAX_PROPERTY_NAME_LENGTH,
            error::invalid_argument(EPROPERTY_MAP_KEY_TOO_LONG)
        );
        if (type == BOOL) {
            from_bcs::to_bool(value);
        } else if (type == U8) {
            from_bcs::to_u8(value);
        } else if (type == U16) {
            from_bcs::to_u16(value);
        } else if (type == U32) {
            from_bcs::to_u32(value);
        } else if (type == U64) {
            from_bcs::to_u64(value);
        } else if (type == U128) {
            from_bcs::to_u128(value);
        } else if (type == U256) {
            from_bcs::to_u256(value);
        } else if (type == ADDRESS) {
            from_bcs::to_address(value);
        } else if (type == BYTE_VECTOR) {
            from_bcs::to_bytes(value);
        } else if (type == STRING) {
            from_bcs::to_string(value);
        } else {
            abort error::invalid_argument(ETYPE_MISMATCH)
        };
    }

    /// The number of a type that has this name.
    fun number_of_type(name: String): u8 {
        let names = names_of_types();
        let (found, number) = vector::index_of(&names, string::bytes(&name));
        assert!(found, error::invalid_argument(EINVALID_TYPE));
        (number as u8)
    }

    /// The names of the types, at the places of their numbers.
    fun names_of_types(): vector<vector<u8>> {
        vector[
            b"bool", b"u8", b"u16", b"u32", b"u64", b"u128", b"u256", b"address", b"vector<u8>", b"0x1::string::String"
        ]
    }

    /// Makes the right to change the properties of the object under construction.
    public fun generate_mutator_ref(ref: &ConstructorRef): MutatorRef {
        MutatorRef { self: object::address_from_constructor_ref(ref) }
    }

    /// Tells whether the object has a property of this name.
    public fun contains_key<T: key>(object: &Object<T>, key: &String): bool
        reads PropertyMap(object::object_address<T>(object)).inner
    {
        let at = object::object_address(object);
        assert_exists(at);
        simple_map::contains_key(&PropertyMap[at].inner, key)
    }

    /// Returns how many properties the object has.
    public fun length<T: key>(object: &Object<T>): u64
        reads PropertyMap(object::object_address<T>(object)).inner
    {
        let at = object::object_address(object);
        assert_exists(at);
        simple_map::length(&PropertyMap[at].inner)
    }

    /// Returns the name of the property's type, and its encoded value; aborts if there is none.
    public fun read<T: key>(object: &Object<T>, key: &String): (String, vector<u8>)
        reads PropertyMap(object::object_address<T>(object)).inner
    {
        let at = object::object_address(object);
        assert_exists(at);
        let property = simple_map::borrow(&PropertyMap[at].inner, key);
        let names = names_of_types();
        (string::utf8(*vector::borrow(&names, (property.type as u64))), property.value)
    }

    /// The encoded value of a property of this type.
    fun read_typed<T: key, V>(object: &Object<T>, key: &String): vector<u8> {
        let (type, value) = read(object, key);
        assert!(type == type_info::type_name<V>(), error::invalid_argument(ETYPE_MISMATCH));
        value
    }

    /// Returns a property; aborts if there is none, or of another type.
    public fun read_bool<T: key>(object: &Object<T>, key: &String): bool
        reads PropertyMap(object::object_address<T>(object)).inner
    {
        from_bcs::to_bool(read_typed<T, bool>(object, key))
    }

    /// Returns a property; aborts if there is none, or of another type.
    public fun read_u8<T: key>(object: &Object<T>, key: &String): u8
        reads PropertyMap(object::object_address<T>(object)).inner
    {
        from_bcs::to_u8(read_typed<T, u8>(object, key))
    }

    /// Returns a property; aborts if there is none, or of another type.
    public fun read_u16<T: key>(object: &Object<T>, key: &String): u16
        reads PropertyMap(object::object_address<T>(object)).inner
    {
        from_bcs::to_u16(read_typed<T, u16>(object, key))
    }

    /// Returns a property; aborts if there is none, or of another type.
    public fun read_u32<T: key>(object: &Object<T>, key: &String): u32
        reads PropertyMap(object::object_address<T>(object)).inner
    {
        from_bcs::to_u32(read_typed<T, u32>(object, key))
    }

    /// Returns a property; aborts if there is none, or of another type.
    public fun read_u64<T: key>(object: &Object<T>, key: &String): u64
        reads PropertyMap(object::object_address<T>(object)).inner
    {
        from_bcs::to_u64(read_typed<T, u64>(object, key))
    }

    /// Returns a property; aborts if there is none, or of another type.
    public fun read_u128<T: key>(object: &Object<T>, key: &String): u128
        reads PropertyMap(object::object_address<T>(object)).inner
    {
        from_bcs::to_u128(read_typed<T, u128>(object, key))
    }

    /// Returns a property; aborts if there is none, or of another type.
    public fun read_u256<T: key>(object: &Object<T>, key: &String): u256
        reads PropertyMap(object::object_address<T>(object)).inner
    {
        from_bcs::to_u256(read_typed<T, u256>(object, key))
    }

    /// Returns a property; aborts if there is none, or of another type.
    public fun read_address<T: key>(object: &Object<T>, key: &String): address
        reads PropertyMap(object::object_address<T>(object)).inner
    {
        from_bcs::to_address(read_typed<T, address>(object, key))
    }

    /// Returns a property; aborts if there is none, or of another type.
    public fun read_bytes<T: key>(object: &Object<T>, key: &String): vector<u8>
        reads PropertyMap(object::object_address<T>(object)).inner
    {
        from_bcs::to_bytes(read_typed<T, vector<u8>>(object, key))
    }

    /// Returns a property; aborts if there is none, or of another type.
    public fun read_string<T: key>(object: &Object<T>, key: &String): String
        reads PropertyMap(object::object_address<T>(object)).inner
    {
        from_bcs::to_string(read_typed<T, String>(object, key))
    }

    /// Adds a property by the name of its type and its encoding; aborts if there is one of this name.
    public fun add(ref: &MutatorRef, key: String, type: String, value: vector<u8>)
        writes PropertyMap(ref.self).inner
    {
        let number = number_of_type(type);
        check(&key, number, value);
        add_internal(ref.self, key, number, value);
    }

    /// Adds a property; aborts if there is one of this name.
    public fun add_typed<T: drop>(ref: &MutatorRef, key: String, value: T)
        writes PropertyMap(ref.self).inner
    {
        let number = number_of_type(type_info::type_name<T>());
        assert!(
            string::length(&key) <= MAX_PROPERTY_NAME_LENGTH,
            error::invalid_argument(EPROPERTY_MAP_KEY_TOO_LONG)
        );
        add_internal(ref.self, key, number, bcs::to_bytes(&value));
    }

    fun add_internal(at: address, key: String, type: u8, value: vector<u8>) {
        assert_exists(at);
        let inner = &mut PropertyMap[at].inner;
        assert!(!simple_map::contains_key(inner, &key), error::already_exists(EKEY_ALREADY_EXISTS_IN_PROPERTY_MAP));
        assert!(simple_map::length(inner) < MAX_PROPERTY_MAP_SIZE, error::invalid_state(ETOO_MANY_PROPERTIES));
        simple_map::add(inner, key, PropertyValue { type, value });
    }

    /// Changes a property, by the name of its new type and its new encoding; aborts if there is none.
    public fun update(ref: &MutatorRef, key: &String, type: String, value: vector<u8>)
        writes PropertyMap(ref.self).inner
    {
        let number = number_of_type(type);
        check(key, number, value);
        update_internal(ref.self, key, number, value);
    }

    /// Changes a property; aborts if there is none.
    public fun update_typed<T: drop>(ref: &MutatorRef, key: &String, value: T)
        writes PropertyMap(ref.self).inner
    {
        update_internal(ref.self, key, number_of_type(type_info::type_name<T>()), bcs::to_bytes(&value));
    }

    fun update_internal(at: address, key: &String, type: u8, value: vector<u8>) {
        assert_exists(at);
        *simple_map::borrow_mut(&mut PropertyMap[at].inner, key) = PropertyValue { type, value };
    }

    /// Takes a property away; aborts if there is none.
    public fun remove(ref: &MutatorRef, key: &String)
        writes PropertyMap(ref.self).inner
    {
        assert_exists(ref.self);
        simple_map::remove(&mut PropertyMap[ref.self].inner, key);
    }

    fun assert_exists(at: address) {
        assert!(exists<PropertyMap>(at), error::not_found(EPROPERTY_MAP_DOES_NOT_EXIST));
    }
}
