//! Writes a zip archive of uncompressed files.
//!
//! Sizes and checksums come before the data. Otherwise, programs that read the archive as a stream would reject
//! uncompressed files. A zip library would add a whole dependency tree to replace one loop. Every file has the earliest
//! date that the format can express, so the same files always produce the same archive.

/// The signatures of the three kinds of record in a zip archive.
const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
const VERSION: u16 = 20;
const UTF8: u16 = 1 << 11;
/// 1 January 1980 as a zip date.
const FIRST_DAY: u16 = 0x21;

/// Returns an archive of files, each given as a path and its contents. Files that are too large for 32-bit sizes are
/// skipped.
pub(super) fn zip<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut archive = Vec::new();
    let mut directory = Vec::new();
    let mut count = 0_u16;
    for (path, bytes) in files {
        let (Ok(size), Ok(length), Ok(offset)) =
            (u32::try_from(bytes.len()), u16::try_from(path.len()), u32::try_from(archive.len()))
        else {
            continue;
        };
        let about = about(crc32(bytes), size, length);
        archive.extend(LOCAL.to_le_bytes());
        archive.extend(&about);
        archive.extend(path.as_bytes());
        archive.extend(bytes);
        directory.extend(CENTRAL.to_le_bytes());
        directory.extend(VERSION.to_le_bytes());
        directory.extend(&about);
        // The zeros mean no comment, the first disk and no attributes.
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(path.as_bytes());
        count = count.saturating_add(1);
    }
    let start = u32::try_from(archive.len()).unwrap_or(u32::MAX);
    let size = u32::try_from(directory.len()).unwrap_or(u32::MAX);
    archive.extend(directory);
    archive.extend(END.to_le_bytes());
    archive.extend([0; 4]);
    archive.extend(count.to_le_bytes());
    archive.extend(count.to_le_bytes());
    archive.extend(size.to_le_bytes());
    archive.extend(start.to_le_bytes());
    archive.extend([0; 2]);
    archive
}

fn about(checksum: u32, size: u32, path: u16) -> Vec<u8> {
    let mut about = Vec::with_capacity(26);
    // The third field is the compression method; 0 means uncompressed.
    for field in [VERSION, UTF8, 0, 0, FIRST_DAY] {
        about.extend(field.to_le_bytes());
    }
    for field in [checksum, size, size] {
        about.extend(field.to_le_bytes());
    }
    // The second field is the length of the extra data.
    for field in [path, 0] {
        about.extend(field.to_le_bytes());
    }
    about
}

/// Computes a CRC-32 checksum as used in zip files, with the reflected Ethernet polynomial.
pub(super) fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_usual_one() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!(crc32(b""), 0);
    }
}
