//! Workbooks that are locked with the password that everybody has, or one that was given.
//!
//! Excel locks what is only protected against changes with `VelvetSweatshop`, and
//! opens it without a question (MS-OFFCRYPTO 2.2, note 1). So that is the one password
//! tried without being told; whatever asks for another one is locked indeed.
//!
//! Two ways of locking a package are read: agile (2.3.4.10) and standard (2.3.4.5).
//! What xls has instead is in `xls/rc4.rs`.

use super::archive::Part;
use super::broken;
use super::bytes::Bytes;
use super::xml::{Node, Opening, Xml};
use crate::error::Kind;
use aes::cipher::{Array, BlockCipherDecrypt, BlockSizeUser, KeyInit};
use aes::{Aes128, Aes192, Aes256};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

pub(super) const PASSWORD: &str = "VelvetSweatshop";

/// How often a key is hashed at most. Excel takes 100,000 rounds; ten times as many
/// take a second.
const SPINS_MAX: u32 = 1_000_000;

/// Bytes of a package that are locked together.
const SEGMENT: usize = 4_096;

/// A block of AES.
const BLOCK: usize = 16;

/// The package inside, if one of the passwords opens it.
pub(super) fn unlocked(info: &[u8], package: &[u8], passwords: &[&str]) -> Result<Vec<u8>, Kind> {
    let mut rest = Bytes(info);
    let version = (rest.u16(), rest.u16());
    let _ = rest.skip(4);
    let mut package = Bytes(package);
    let size = package.array().map(u64::from_le_bytes).and_then(|size| usize::try_from(size).ok());
    let size = size.ok_or_else(|| broken("the locked package is cut short"))?;
    let mut data = match version {
        (Some(4), Some(4)) => Agile::read(rest.0)?.open(package.0, passwords)?,
        (Some(2..=4), Some(2)) => {
            let opened = passwords.iter().find_map(|it| standard(rest, package.0, it));
            opened.ok_or(Kind::Password)?
        }
        _ => return Err(Kind::Password),
    };
    data.truncate(size);
    Ok(data)
}

/// What the document about an agile lock says.
#[derive(Default)]
struct Agile {
    package: Lock,
    password: Lock,
    spins: u32,
    verifier: Vec<u8>,
    verifier_hash: Vec<u8>,
    key: Vec<u8>,
}

/// How something is locked.
#[derive(Default)]
struct Lock {
    salt: Vec<u8>,
    key_bytes: usize,
    hash: Option<Hash>,
    is_known: bool,
}

/// What tells the keys of one password apart (MS-OFFCRYPTO 2.3.4.13).
const FOR_VERIFIER: [u8; 8] = [0xFE, 0xA7, 0xD2, 0x76, 0x3B, 0x4B, 0x9E, 0x79];
const FOR_VERIFIER_HASH: [u8; 8] = [0xD7, 0xAA, 0x0F, 0x6D, 0x30, 0x61, 0x34, 0x4E];
const FOR_KEY: [u8; 8] = [0x14, 0x6E, 0x0B, 0xE7, 0xAB, 0xAC, 0xD0, 0xD6];

impl Agile {
    fn read(document: &[u8]) -> Result<Agile, Kind> {
        let mut agile = Agile::default();
        let mut xml = Xml::new(Part::from(document));
        loop {
            match xml.next()? {
                Node::Open(tag) if tag.name() == "keyData" => agile.package = Lock::of(&tag),
                Node::Open(tag) if tag.name() == "encryptedKey" => {
                    agile.password = Lock::of(&tag);
                    agile.spins = tag.number("spinCount").unwrap_or(u32::MAX);
                    agile.verifier = bytes(&tag, "encryptedVerifierHashInput");
                    agile.verifier_hash = bytes(&tag, "encryptedVerifierHashValue");
                    agile.key = bytes(&tag, "encryptedKeyValue");
                }
                // Zeros fill the stream up.
                Node::Close(tag) if tag.name() == "encryption" => return Ok(agile),
                Node::End => return Ok(agile),
                _ => (),
            }
        }
    }

    fn open(&self, package: &[u8], passwords: &[&str]) -> Result<Vec<u8>, Kind> {
        if self.spins > SPINS_MAX {
            return Err(Kind::Limit { what: "rounds of a password", limit: SPINS_MAX.into() });
        }
        let key = passwords.iter().find_map(|it| self.unlock_key(it)).ok_or(Kind::Password)?;
        let hash = self.package.hash.filter(|_| self.package.is_known).ok_or(Kind::Password)?;
        let mut data = Vec::with_capacity(package.len());
        for (number, segment) in (0_u32..).zip(package.chunks(SEGMENT)) {
            let start = fit(hash.of(&[&self.package.salt, &number.to_le_bytes()]), BLOCK);
            data.extend(chained(&key, &start, segment).ok_or(Kind::Password)?);
        }
        Ok(data)
    }

    /// The key of the package; none where the password is another one.
    fn unlock_key(&self, password: &str) -> Option<Vec<u8>> {
        let lock = &self.password;
        let hash = lock.hash.filter(|_| lock.is_known)?;
        let mut rounds = hash.of(&[&lock.salt, &utf16(password)]);
        for round in 0..self.spins {
            rounds = hash.of(&[&round.to_le_bytes(), &rounds]);
        }
        let open = |purpose: &[u8], locked: &[u8]| {
            let key = fit(hash.of(&[&rounds, purpose]), lock.key_bytes);
            chained(&key, &fit(lock.salt.clone(), BLOCK), locked)
        };
        let verifier = open(&FOR_VERIFIER, &self.verifier)?;
        let expected = hash.of(&[verifier.get(..lock.salt.len())?]);
        let found = open(&FOR_VERIFIER_HASH, &self.verifier_hash)?;
        let mut key = open(&FOR_KEY, &self.key)?;
        key.truncate(self.package.key_bytes);
        (found.get(..expected.len())? == expected).then_some(key)
    }
}

impl Lock {
    fn of(tag: &Opening<'_>) -> Lock {
        let is = |name: &str, value: &str| tag.attribute(name).is_some_and(|it| it == value);
        Lock {
            salt: bytes(tag, "saltValue"),
            key_bytes: tag.number::<usize>("keyBits").unwrap_or(0) / 8,
            hash: tag.attribute("hashAlgorithm").and_then(|name| Hash::named(&name)),
            is_known: is("cipherAlgorithm", "AES") && is("cipherChaining", "ChainingModeCBC"),
        }
    }
}

/// The standard way: SHA-1, 50,000 rounds, and AES block by block.
fn standard(mut info: Bytes<'_>, package: &[u8], password: &str) -> Option<Vec<u8>> {
    let header_length = usize::try_from(info.u32()?).ok()?;
    let mut header = Bytes(info.take(header_length)?);
    header.skip(16)?;
    let key_bytes = usize::try_from(header.u32()?).ok()? / 8;
    let salt_length = usize::try_from(info.u32()?).ok()?;
    let salt = info.take(salt_length)?;
    let verifier = info.take(BLOCK)?;
    info.skip(4)?;
    let verifier_hash = info.take(2 * BLOCK)?;
    let mut rounds = Hash::Sha1.of(&[salt, &utf16(password)]);
    for round in 0..50_000_u32 {
        rounds = Hash::Sha1.of(&[&round.to_le_bytes(), &rounds]);
    }
    let last = Hash::Sha1.of(&[&rounds, &[0; 4]]);
    let half = |fill: u8| {
        let mut block = [fill; 64];
        block.iter_mut().zip(&last).for_each(|(byte, other)| *byte ^= other);
        Hash::Sha1.of(&[&block])
    };
    let key = fit([half(0x36), half(0x5C)].concat(), key_bytes);
    let expected = Hash::Sha1.of(&[&blocks(&key, verifier)?]);
    let found = blocks(&key, verifier_hash)?;
    (found.get(..expected.len())? == expected).then(|| blocks(&key, package)).flatten()
}

/// A way to hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hash {
    Md5,
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    fn named(name: &str) -> Option<Hash> {
        Some(match name {
            "SHA1" | "SHA-1" => Hash::Sha1,
            "SHA256" => Hash::Sha256,
            "SHA384" => Hash::Sha384,
            "SHA512" => Hash::Sha512,
            _ => return None,
        })
    }

    /// The hash of some pieces behind each other.
    pub(super) fn of(self, pieces: &[&[u8]]) -> Vec<u8> {
        fn hash<D: Digest>(pieces: &[&[u8]]) -> Vec<u8> {
            let mut hash = D::new();
            pieces.iter().for_each(|piece| hash.update(piece));
            hash.finalize().to_vec()
        }
        match self {
            Hash::Md5 => hash::<Md5>(pieces),
            Hash::Sha1 => hash::<Sha1>(pieces),
            Hash::Sha256 => hash::<Sha256>(pieces),
            Hash::Sha384 => hash::<Sha384>(pieces),
            Hash::Sha512 => hash::<Sha512>(pieces),
        }
    }
}

pub(super) fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Cut, or filled up with 0x36 (MS-OFFCRYPTO 2.3.4.11).
fn fit(mut bytes: Vec<u8>, length: usize) -> Vec<u8> {
    bytes.resize(length, 0x36);
    bytes
}

/// Opens blocks of which each was mixed with the one before it; what is no whole block
/// at the end is dropped.
fn chained(key: &[u8], start: &[u8], locked: &[u8]) -> Option<Vec<u8>> {
    let mut data = blocks(key, locked)?;
    let before = start.iter().chain(locked);
    data.iter_mut().zip(before).for_each(|(byte, before)| *byte ^= before);
    Some(data)
}

/// Opens blocks one by one. None where a key is of no length that AES has.
fn blocks(key: &[u8], locked: &[u8]) -> Option<Vec<u8>> {
    fn open<C: KeyInit + BlockCipherDecrypt>(key: &[u8], data: &mut [u8]) -> Option<()> {
        let cipher = C::new_from_slice(key).ok()?;
        for block in data.chunks_exact_mut(<C as BlockSizeUser>::block_size()) {
            cipher.decrypt_block(<&mut Array<u8, C::BlockSize>>::try_from(block).ok()?);
        }
        Some(())
    }
    let mut data = locked.get(..locked.len() - locked.len() % BLOCK)?.to_vec();
    match key.len() {
        16 => open::<Aes128>(key, &mut data),
        24 => open::<Aes192>(key, &mut data),
        32 => open::<Aes256>(key, &mut data),
        _ => None,
    }?;
    Some(data)
}

/// An attribute in base 64.
fn bytes(tag: &Opening<'_>, name: &str) -> Vec<u8> {
    let text = tag.attribute(name).unwrap_or_default();
    let (mut bits, mut count, mut bytes) = (0_u32, 0, Vec::new());
    for c in text.bytes() {
        let digit = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        (bits, count) = (bits << 6 | u32::from(digit), count + 6);
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use aes::cipher::BlockCipherEncrypt;

    fn lock(key: &[u8], data: &[u8], start: Option<&[u8]>) -> Vec<u8> {
        let cipher = Aes128::new_from_slice(key).unwrap();
        let mut before = start.unwrap_or(&[0; BLOCK]).to_vec();
        let mut locked = Vec::new();
        for block in data.chunks(BLOCK) {
            let mut block = fit(block.to_vec(), BLOCK);
            block.iter_mut().zip(&before).for_each(|(byte, before)| *byte ^= before);
            cipher.encrypt_block(<&mut Array<u8, _>>::try_from(block.as_mut_slice()).unwrap());
            locked.extend(&block);
            before = start.map_or(vec![0; BLOCK], |_| block);
        }
        locked
    }

    /// A package of 5,000 bytes, locked the agile way with a password.
    fn agile(password: &str) -> (Vec<u8>, Vec<u8>, Vec<u8>) {
        let (salt, data_salt, key, verifier) = ([1; 16], [2; 16], [3; 16], [4; 16]);
        let mut rounds = Hash::Sha512.of(&[&salt, &utf16(password)]);
        for round in 0..7_u32 {
            rounds = Hash::Sha512.of(&[&round.to_le_bytes(), &rounds]);
        }
        let with = |purpose: &[u8], data: &[u8]| {
            crate::text::base64(&lock(
                &fit(Hash::Sha512.of(&[&rounds, purpose]), 16),
                data,
                Some(&salt),
            ))
        };
        let how = r#"keyBits="128" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512""#;
        let info = format!(
            r#"<encryption><keyData {how} saltValue="{}"/><p:encryptedKey {how} spinCount="7" saltValue="{}"
            encryptedVerifierHashInput="{}" encryptedVerifierHashValue="{}" encryptedKeyValue="{}"/></encryption>"#,
            crate::text::base64(&data_salt),
            crate::text::base64(&salt),
            with(&FOR_VERIFIER, &verifier),
            with(&FOR_VERIFIER_HASH, &Hash::Sha512.of(&[&verifier])),
            with(&FOR_KEY, &key),
        );
        let info = [&[4, 0, 4, 0, 0x40, 0, 0, 0][..], info.as_bytes(), &[0; 9]].concat();
        let plain: Vec<u8> = (0..5_000_u32).map(|at| (at * 7) as u8).collect();
        let mut package = 5_000_u64.to_le_bytes().to_vec();
        for (number, segment) in (0_u32..).zip(plain.chunks(SEGMENT)) {
            let start = fit(Hash::Sha512.of(&[&data_salt, &number.to_le_bytes()]), BLOCK);
            package.extend(lock(&key, segment, Some(&start)));
        }
        (info, package, plain)
    }

    #[test]
    fn the_usual_password_and_another_one() {
        let (info, package, plain) = agile(PASSWORD);
        assert_eq!(unlocked(&info, &package, &[PASSWORD]).unwrap(), plain);
        let (info, package, _) = agile("secret");
        assert!(matches!(unlocked(&info, &package, &[PASSWORD]), Err(Kind::Password)));
        assert_eq!(unlocked(&info, &package, &[PASSWORD, "secret"]).unwrap(), plain);
        assert!(matches!(unlocked(&[9, 0, 9, 0], &package, &[PASSWORD]), Err(Kind::Password)));
        assert!(unlocked(&info, &[1, 2, 3], &[PASSWORD]).is_err());
    }

    #[test]
    fn the_standard_way() {
        let (salt, verifier) = ([5; 16], [6; 16]);
        let mut rounds = Hash::Sha1.of(&[&salt, &utf16(PASSWORD)]);
        for round in 0..50_000_u32 {
            rounds = Hash::Sha1.of(&[&round.to_le_bytes(), &rounds]);
        }
        let last = fit(Hash::Sha1.of(&[&rounds, &[0; 4]]), 20);
        let mixed: Vec<u8> = (0..64).map(|at| 0x36 ^ last.get(at).copied().unwrap_or(0)).collect();
        let key = fit(Hash::Sha1.of(&[&mixed]), 16);
        let header = [&[0; 16][..], &128_u32.to_le_bytes(), &[0; 12]].concat();
        let hash = lock(&key, &Hash::Sha1.of(&[&verifier]), None);
        let info = [
            &[3, 0, 2, 0, 0x24, 0, 0, 0][..],
            &(header.len() as u32).to_le_bytes(),
            &header,
            &16_u32.to_le_bytes(),
            &salt,
            &lock(&key, &verifier, None),
            &20_u32.to_le_bytes(),
            &hash,
        ]
        .concat();
        let package = [&20_u64.to_le_bytes()[..], &lock(&key, &[7; 20], None)].concat();
        assert_eq!(unlocked(&info, &package, &["x", PASSWORD]).unwrap(), [7; 20]);
    }

    /// FIPS 197, appendix C.
    #[test]
    fn blocks_of_aes() {
        let plain: Vec<u8> = (0..16).map(|at| at * 0x11).collect();
        let key: Vec<u8> = (0..32).collect();
        let locked = [
            0x8E, 0xA2, 0xB7, 0xCA, 0x51, 0x67, 0x45, 0xBF, 0xEA, 0xFC, 0x49, 0x90, 0x4B, 0x49,
            0x60, 0x89,
        ];
        assert_eq!(blocks(&key, &locked), Some(plain.clone()));
        let mixed: Vec<u8> = plain.iter().map(|byte| byte ^ 0x5A).collect();
        assert_eq!(chained(&key, &[0x5A; 16], &locked), Some(mixed));
        assert_eq!(blocks(&key[..5], &locked), None);
    }

    #[test]
    fn hashes_and_keys() {
        let start = |hash: Hash| hash.of(&[b"a", b"bc"])[..4].to_vec();
        assert_eq!(start(Hash::Sha1), [0xA9, 0x99, 0x3E, 0x36]);
        assert_eq!(start(Hash::Sha512), [0xDD, 0xAF, 0x35, 0xA1]);
        assert_eq!(fit(vec![1, 2, 3], 2), [1, 2]);
        assert_eq!(fit(vec![1], 3), [1, 0x36, 0x36]);
    }
}
