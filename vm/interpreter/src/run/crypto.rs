//! Hashes and signatures.

use std::hash::Hasher as _;

use blake2::Blake2b;
use blake2::digest::consts::U32;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use ripemd::Ripemd160;
use sha2::{Sha256, Sha512};
use sha3::{Digest, Keccak256, Sha3_256, Sha3_512};
use siphasher::sip::SipHasher;
use vm_bytecode::{Native, Register};
use vm_layout::Fault;

use super::{Run, Step};
use crate::instance::Here;

/// The hash that `native` computes; `None` if it is no hash function.
fn digest(native: Native, bytes: &[u8]) -> Option<Vec<u8>> {
    #[allow(clippy::wildcard_enum_match_arm, reason = "a table of the few that are hashes")]
    Some(match native {
        Native::Sha2 => Sha256::digest(bytes).to_vec(),
        Native::Sha3 => Sha3_256::digest(bytes).to_vec(),
        Native::Keccak => Keccak256::digest(bytes).to_vec(),
        Native::Sha2Long => Sha512::digest(bytes).to_vec(),
        Native::Sha3Long => Sha3_512::digest(bytes).to_vec(),
        Native::Ripemd => Ripemd160::digest(bytes).to_vec(),
        Native::Blake2 => Blake2b::<U32>::digest(bytes).to_vec(),
        _ => return None,
    })
}

impl Run<'_> {
    pub(super) fn hash(
        &mut self,
        here: Here<'_>,
        native: Native,
        from: Register,
        to: Register,
    ) -> Step {
        let bytes = self.memory.vector_bytes(here.at(from)?)?;
        let hash = digest(native, bytes).ok_or(Fault::Shape)?;
        if self.lists.fresh.are_in(bytes)
            && let Ok(name) = <[u8; 32]>::try_from(hash.as_slice())
        {
            self.lists.fresh.add_hash(name);
        }
        Ok(self.memory.vector_of_bytes(here.at(to)?, &hash)?)
    }

    pub(super) fn sip_hash(&mut self, here: Here<'_>, from: Register, to: Register) -> Step {
        let mut hasher = SipHasher::new();
        hasher.write(self.memory.vector_bytes(here.at(from)?)?);
        Ok(self.memory.write(here.at(to)?, &hasher.finish().to_le_bytes())?)
    }

    /// Checks a signature strictly: no key of small order, no second encoding of a signature.
    pub(super) fn ed25519_verify(
        &mut self,
        here: Here<'_>,
        [signature, key, message]: [Register; 3],
        to: Register,
    ) -> Step {
        let signature = Signature::from_slice(self.bytes_in(here, signature)?);
        let key = verifying_key(self.bytes_in(here, key)?);
        let holds = match (signature, key) {
            (Ok(signature), Some(key)) => {
                key.verify_strict(self.bytes_in(here, message)?, &signature).is_ok()
            }
            (Ok(_) | Err(_), Some(_) | None) => false,
        };
        self.set_bool(here, to, holds)
    }

    pub(super) fn ed25519_is_key(&mut self, here: Here<'_>, key: Register, to: Register) -> Step {
        let holds = verifying_key(self.bytes_in(here, key)?).is_some_and(|key| !key.is_weak());
        self.set_bool(here, to, holds)
    }

    pub(super) fn ed25519_key_of(
        &mut self,
        here: Here<'_>,
        secret: Register,
        to: Register,
    ) -> Step {
        let key = signing_key(self.bytes_in(here, secret)?);
        let bytes = key.map_or_else(Vec::new, |key| key.verifying_key().to_bytes().to_vec());
        Ok(self.memory.vector_of_bytes(here.at(to)?, &bytes)?)
    }

    pub(super) fn ed25519_sign(
        &mut self,
        here: Here<'_>,
        secret: Register,
        message: Register,
        to: Register,
    ) -> Step {
        let message = self.bytes_in(here, message)?;
        let key = signing_key(self.bytes_in(here, secret)?);
        let bytes = key.map_or_else(Vec::new, |key| key.sign(message).to_bytes().to_vec());
        Ok(self.memory.vector_of_bytes(here.at(to)?, &bytes)?)
    }

    fn bytes_in(&self, here: Here<'_>, register: Register) -> Step<&[u8]> {
        Ok(self.memory.vector_bytes(here.at(register)?)?)
    }
}

fn verifying_key(bytes: &[u8]) -> Option<VerifyingKey> {
    VerifyingKey::from_bytes(bytes.try_into().ok()?).ok()
}

fn signing_key(bytes: &[u8]) -> Option<SigningKey> {
    Some(SigningKey::from_bytes(bytes.try_into().ok()?))
}
