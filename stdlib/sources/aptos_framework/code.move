/// Publishing from inside a transaction.
///
/// What is published is kept in the registry of its account, and told in an event. It runs no earlier than in the next batch: a
/// batch runs on modules that are known and linked before it, and who links the next one reads the registry.
module aptos_framework::code {
    use std::error;
    use std::signer;
    use std::vector;
    use aptos_framework::event;
    use aptos_framework::object::{Self, Object};

    /// There is nothing to publish.
    const ENOTHING_TO_PUBLISH: u64 = 1;
    /// There is no registry.
    const EPACKAGE_DEP_MISSING: u64 = 6;
    /// The signer does not own the object that was published at.
    const ENOT_PACKAGE_OWNER: u64 = 9;
    /// What cannot change any more is published no second time.
    const EUPGRADE_IMMUTABLE: u64 = 2;

    /// What an account has published.
    struct PackageRegistry has key, store, drop {
        /// In the order of their first publication.
        packages: vector<Package>,
        /// Whether nothing more may be published.
        is_frozen: bool,
    }

    /// A package as it was published.
    struct Package has copy, drop, store {
        /// What is said of it, encoded.
        metadata: vector<u8>,
        /// Its modules, encoded.
        modules: vector<vector<u8>>,
        /// How often one with these words about it was published.
        upgrade_number: u64,
    }

    #[event]
    /// A package was published.
    struct PublishPackage has drop, store {
        /// At which account.
        code_address: address,
        /// Whether it replaces what was published with the same words about it.
        is_upgrade: bool,
    }

    /// Keeps a package in the registry of `owner`.
    public entry fun publish_package_txn(owner: &signer, metadata_serialized: vector<u8>, code: vector<vector<u8>>)
        writes PackageRegistry(signer::address_of(owner))
    {
        assert!(
            !vector::is_empty(&metadata_serialized) && !vector::is_empty(&code),
            error::invalid_argument(ENOTHING_TO_PUBLISH)
        );
        let at = signer::address_of(owner);
        if (!exists<PackageRegistry>(at)) {
            move_to(owner, PackageRegistry { packages: vector::empty(), is_frozen: false });
        };
        let registry = &mut PackageRegistry[at];
        assert!(!registry.is_frozen, error::invalid_argument(EUPGRADE_IMMUTABLE));
        let is_upgrade = keep(&mut registry.packages, metadata_serialized, code);
        event::emit(PublishPackage { code_address: at, is_upgrade });
    }

    /// Puts the package among those that are there; tells whether it replaces one.
    fun keep(packages: &mut vector<Package>, metadata: vector<u8>, modules: vector<vector<u8>>): bool {
        let i = 0;
        while (i < vector::length(packages)) {
            let package = vector::borrow_mut(packages, i);
            if (package.metadata == metadata) {
                package.modules = modules;
                package.upgrade_number = package.upgrade_number + 1;
                return true
            };
            i = i + 1;
        };
        vector::push_back(packages, Package { metadata, modules, upgrade_number: 0 });
        false
    }

    /// Lets nothing more be published at the object; aborts unless `publisher` owns it.
    public fun freeze_code_object(publisher: &signer, code_object: Object<PackageRegistry>)
        reads object::ObjectCore(code_object.inner).owner
        writes PackageRegistry(code_object.inner).is_frozen
    {
        let at = object::object_address(&code_object);
        assert!(exists<PackageRegistry>(at), error::not_found(EPACKAGE_DEP_MISSING));
        assert!(
            object::is_owner(code_object, signer::address_of(publisher)),
            error::permission_denied(ENOT_PACKAGE_OWNER)
        );
        PackageRegistry[at].is_frozen = true;
    }

    #[view]
    /// Returns how many packages the account has published.
    public fun package_count(account: address): u64
        reads PackageRegistry(account).packages
    {
        if (exists<PackageRegistry>(account)) vector::length(&PackageRegistry[account].packages) else 0
    }
}
