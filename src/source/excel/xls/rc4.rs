//! Records that are locked with the password that everybody has (MS-XLS 2.2.10): with
//! RC4, the old way (MS-OFFCRYPTO 2.3.6) or that of CryptoAPI (2.3.5).
//!
//! The data of records is locked, their kinds and lengths are not, and neither is what
//! a reader needs before it can unlock the rest.

use super::super::bytes::Bytes;
use super::super::locked::{Hash, utf16};
use super::records::Records;
use crate::error::Kind;

/// `FilePass` (MS-XLS 2.4.117).
const FILE_PASS: u16 = 0x2F;

/// Bytes of the stream that share a key.
const BLOCK: usize = 1_024;

/// How many records may stand before that which says that the others are locked: it is
/// the second one, or follows a few of the like.
const RECORDS_BEFORE: usize = 16;

/// The stream as it was before it was locked, if it was.
pub(in super::super) fn unlocked(mut stream: Vec<u8>, passwords: &[&str]) -> Result<Vec<u8>, Kind> {
    let mut records = Records::new(&stream);
    let lock = std::iter::from_fn(|| records.next())
        .take(RECORDS_BEFORE)
        .find_map(|(kind, data)| (kind == FILE_PASS).then_some(data));
    let Some(data) = lock else { return Ok(stream) };
    let lock = passwords.iter().find_map(|password| Lock::of(data, password));
    let lock = lock.ok_or(Kind::Password)?;
    let mut at = 0;
    while let Some(&[a, b, c, d]) = stream.get(at..at + 4).and_then(|head| head.first_chunk()) {
        let (kind, length) = (u16::from_le_bytes([a, b]), usize::from(u16::from_le_bytes([c, d])));
        let plain = match kind {
            // BOF, FilePass, UsrExcl, FileLock, InterfaceHdr, RRDInfo, RRDHead.
            0x0809 | FILE_PASS | 0x0194 | 0x0195 | 0x00E1 | 0x0196 | 0x0138 => length,
            // Where a sheet begins.
            0x0085 => 4,
            _ => 0,
        };
        let end = at + 4 + length;
        lock.open(&mut stream, at + 4 + plain.min(length)..end);
        at = end;
    }
    Ok(stream)
}

/// What the keys of blocks are made of.
struct Lock {
    hash: Hash,
    base: Vec<u8>,
    key_bytes: usize,
}

impl Lock {
    /// None where the password is another one, or the way is.
    fn of(mut data: Bytes<'_>, password: &str) -> Option<Lock> {
        let kind = data.u16()?;
        let version = (data.u16()?, data.u16()?);
        let (lock, verifier, hash) = match (kind, version) {
            (1, (1, 1)) => {
                let (salt, verifier, hash) = (data.take(16)?, data.take(16)?, data.take(16)?);
                (Lock::old(salt, password), verifier, hash)
            }
            (1, (2..=4, 2)) => {
                data.skip(4)?;
                let header_length = usize::try_from(data.u32()?).ok()?;
                let mut header = Bytes(data.take(header_length)?);
                header.skip(16)?;
                // 0 stands for 40.
                let bits = header.u32().map(|bits| if bits == 0 { 40 } else { bits })?;
                let salt_length = usize::try_from(data.u32()?).ok()?;
                let salt = data.take(salt_length)?;
                let verifier = data.take(16)?;
                data.skip(4)?;
                let base = Hash::Sha1.of(&[salt, &utf16(password)]);
                let key_bytes = usize::try_from(bits / 8).ok()?;
                (Lock { hash: Hash::Sha1, base, key_bytes }, verifier, data.take(20)?)
            }
            _ => return None,
        };
        let mut tested = [verifier, hash].concat();
        Rc4::new(&lock.key(0)).apply(&mut tested);
        let (verifier, hash) = tested.split_at_checked(16)?;
        (lock.hash.of(&[verifier]) == hash).then_some(lock)
    }

    /// Keys of 40 bits, whose blocks are hashed to 128.
    fn old(salt: &[u8], password: &str) -> Lock {
        let password = Hash::Md5.of(&[&utf16(password)]);
        let once = [password.get(..5).unwrap_or_default(), salt].concat();
        let mut base = Hash::Md5.of(&[&once.repeat(16)]);
        base.truncate(5);
        Lock { hash: Hash::Md5, base, key_bytes: 16 }
    }

    fn key(&self, block: u32) -> Vec<u8> {
        let mut key = self.hash.of(&[&self.base, &block.to_le_bytes()]);
        key.truncate(self.key_bytes);
        // Those of 40 bits are filled up with zeros (MS-OFFCRYPTO 2.3.5.2).
        key.resize(self.key_bytes.max(16), 0);
        key
    }

    /// Unlocks a stretch of the stream.
    fn open(&self, stream: &mut [u8], stretch: std::ops::Range<usize>) {
        let mut at = stretch.start;
        while at < stretch.end {
            let (block, offset) = (at / BLOCK, at % BLOCK);
            let end = stretch.end.min(at - offset + BLOCK);
            let mut cipher = Rc4::new(&self.key(block as u32));
            cipher.apply(&mut vec![0; offset]);
            match stream.get_mut(at..end) {
                Some(data) => cipher.apply(data),
                None => return,
            }
            at = end;
        }
    }
}

/// The stream cipher RC4.
struct Rc4 {
    state: [u8; 256],
    at: u8,
    other: u8,
}

impl Rc4 {
    fn new(key: &[u8]) -> Rc4 {
        let mut state = [0; 256];
        (0_u8..=255).zip(&mut state).for_each(|(number, byte)| *byte = number);
        let mut other = 0_u8;
        for (at, key) in (0..256).zip(key.iter().cycle()) {
            other = other.wrapping_add(state[at]).wrapping_add(*key);
            state.swap(at, usize::from(other));
        }
        Rc4 { state, at: 0, other: 0 }
    }

    fn apply(&mut self, data: &mut [u8]) {
        for byte in data {
            self.at = self.at.wrapping_add(1);
            let one = self.state[usize::from(self.at)];
            self.other = self.other.wrapping_add(one);
            self.state.swap(usize::from(self.at), usize::from(self.other));
            let two = self.state[usize::from(self.at)];
            *byte ^= self.state[usize::from(one.wrapping_add(two))];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::excel::locked::PASSWORD;

    #[test]
    fn the_cipher() {
        let mut data = *b"Plaintext";
        Rc4::new(b"Key").apply(&mut data);
        assert_eq!(data, [0xBB, 0xF3, 0x16, 0xE8, 0xD9, 0x40, 0xAF, 0x0A, 0xD3]);
    }

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes(), &(data.len() as u16).to_le_bytes(), data].concat()
    }

    /// A stream locked the old way, and the same unlocked but for what says so.
    fn stream(salt: &[u8; 16], spoilt: bool) -> (Vec<u8>, Vec<u8>) {
        let lock = Lock::old(salt, PASSWORD);
        let mut tested = [&[9; 16][..], &Hash::Md5.of(&[&[9; 16]])].concat();
        tested[31] ^= u8::from(spoilt);
        Rc4::new(&lock.key(0)).apply(&mut tested);
        let pass = [&[1, 0, 1, 0, 1, 0][..], salt, &tested].concat();
        let plain = [
            record(0x0809, &[0, 6, 5, 0]),
            record(FILE_PASS, &pass),
            record(0x0085, &[1, 2, 3, 4, 0, 0, 1, 0, b'a']),
            record(0x00FC, &[7; 3_000]),
            record(0x000A, &[]),
        ]
        .concat();
        let mut locked = plain.clone();
        let sheet = 8 + 4 + pass.len() + 4;
        lock.open(&mut locked, sheet + 4..sheet + 9);
        lock.open(&mut locked, sheet + 13..sheet + 3_013);
        (locked, plain)
    }

    #[test]
    fn the_usual_password_and_another_one() {
        let (locked, plain) = stream(&[3; 16], false);
        assert_ne!(locked, plain);
        assert!(unlocked(locked, &[PASSWORD]).unwrap() == plain);
        assert!(matches!(unlocked(stream(&[3; 16], true).0, &[PASSWORD]), Err(Kind::Password)));
        // XOR, and nothing at all.
        let obfuscated = [record(0x0809, &[0, 6]), record(FILE_PASS, &[0; 6])].concat();
        assert!(matches!(unlocked(obfuscated, &[PASSWORD]), Err(Kind::Password)));
        let open = record(0x0809, &[0, 6]);
        assert_eq!(unlocked(open.clone(), &[PASSWORD]).unwrap(), open);
    }
}
