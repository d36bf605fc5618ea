//! Writes a small `SQLite` database in a single pass, with tables but without indexes.
//!
//! The `SQLite` library would make up a third of the program's size, although a file that is never edited needs only
//! table B-trees. The same rows always produce the same bytes.

const PAGE_SIZE: u16 = 4096;
const PAGE: usize = PAGE_SIZE as usize;
/// The size in bytes of the largest row that fits entirely on a leaf page.
const MAX_LOCAL: usize = PAGE - 35;
/// The minimum number of bytes of a larger row that are stored on the leaf page.
const MIN_LOCAL: usize = (PAGE - 12) * 32 / 255 - 23;
/// The number of bytes of a row that fit on an overflow page, after the page number of the next overflow page.
const OVERFLOW_CAPACITY: usize = PAGE - 4;
const LEAF: u8 = 0x0d;
const INNER: u8 = 0x05;
const HEADER: usize = 100;

pub(super) enum Value {
    /// The row number, which the record itself doesn't contain.
    Id,
    Number(i64),
    Text(String),
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) columns: &'static str,
    /// The rows, each with its row number, in ascending order.
    pub(super) rows: Vec<(i64, Vec<Value>)>,
}

/// Returns a database file that contains the given tables. The names and column definitions of all tables must fit on
/// one page.
pub(super) fn database(tables: &[Table]) -> Vec<u8> {
    // The first page lists the tables, so it is written last.
    let mut pages = vec![Vec::new()];
    let mut list = Vec::new();
    for (number, table) in (1..).zip(tables) {
        let cells = table.rows.iter().map(|(id, values)| (*id, leaf_cell(&mut pages, *id, values))).collect();
        let root = tree(&mut pages, cells);
        let sql = format!("CREATE TABLE {} ({})", table.name, table.columns);
        let named = || Value::Text(table.name.to_owned());
        let row = [Value::Text("table".to_owned()), named(), named(), Value::Number(root.into()), Value::Text(sql)];
        list.push(leaf_cell(&mut pages, number, &row));
    }
    let count = u32::try_from(pages.len()).unwrap_or(u32::MAX);
    let mut file = header(count);
    file.extend(page(LEAF, None, &list, HEADER));
    file.extend(pages.into_iter().skip(1).flatten());
    file
}

fn header(pages: u32) -> Vec<u8> {
    let mut header = b"SQLite format 3\0".to_vec();
    header.extend(PAGE_SIZE.to_be_bytes());
    // The write version, the read version, the reserved space per page (none), and three payload fractions that the
    // format prescribes.
    header.extend([1, 1, 0, 64, 32, 32]);
    // The numbers that aren't zero are the change counter, the number of pages, the schema version, the schema format
    // and the encoding, which is UTF-8.
    let numbers = [1, pages, 0, 0, 1, 4, 0, 0, 1, 0, 0, 0];
    header.extend(numbers.into_iter().flat_map(u32::to_be_bytes));
    header.resize(HEADER - 8, 0);
    // The change counter for which the version number is valid, and the SQLite version number, 3.7.0.
    header.extend([1, 3_007_000].into_iter().flat_map(u32::to_be_bytes));
    header
}

/// Returns a leaf cell for a row. A row that is too large for the page continues on overflow pages.
fn leaf_cell(pages: &mut Vec<Vec<u8>>, id: i64, values: &[Value]) -> Vec<u8> {
    let record = record(values);
    let mut cell = varint(record.len() as u64);
    cell.extend(varint(id.cast_unsigned()));
    let (local, rest) = record.split_at(local_len(record.len()));
    cell.extend(local);
    let mut parts = rest.chunks(OVERFLOW_CAPACITY).peekable();
    if parts.peek().is_some() {
        cell.extend(next(pages).to_be_bytes());
    }
    while let Some(part) = parts.next() {
        let follows = if parts.peek().is_some() { next(pages) + 1 } else { 0 };
        let mut page = follows.to_be_bytes().to_vec();
        page.extend(part);
        page.resize(PAGE, 0);
        pages.push(page);
    }
    cell
}

fn local_len(record_len: usize) -> usize {
    if record_len <= MAX_LOCAL {
        return record_len;
    }
    let local_len = MIN_LOCAL + (record_len - MIN_LOCAL) % OVERFLOW_CAPACITY;
    if local_len <= MAX_LOCAL { local_len } else { MIN_LOCAL }
}

fn next(pages: &[Vec<u8>]) -> u32 {
    u32::try_from(pages.len() + 1).unwrap_or(u32::MAX)
}

fn record(values: &[Value]) -> Vec<u8> {
    let (mut types, mut body) = (Vec::new(), Vec::new());
    for value in values {
        match value {
            Value::Id => types.extend(varint(0)),
            Value::Number(number) => {
                types.extend(varint(6));
                body.extend(number.to_be_bytes());
            }
            Value::Text(text) => {
                types.extend(varint(13 + 2 * text.len() as u64));
                body.extend(text.as_bytes());
            }
        }
    }
    // The header includes its own length, which takes one byte for up to about 40 text columns.
    let mut record = varint(types.len() as u64 + 1);
    record.extend(types);
    record.extend(body);
    record
}

/// Encodes a number as a varint, from the most to the least significant byte. Seven bits of each byte contain data, and
/// one bit says whether another byte follows. Row numbers and lengths stay below 2^56.
fn varint(number: u64) -> Vec<u8> {
    let digit = |index: u32| (number >> (7 * index)).to_le_bytes()[0];
    let leading = (1..8).rev().filter(|index| number >> (7 * index) != 0).map(|index| digit(index) | 0x80);
    leading.chain([digit(0) & 0x7f]).collect()
}

fn tree(pages: &mut Vec<Vec<u8>>, cells: Vec<(i64, Vec<u8>)>) -> u32 {
    let mut level: Vec<(i64, u32)> = Vec::new();
    let mut write = |page_type, last: i64, right_child, cells: &[Vec<u8>], level: &mut Vec<(i64, u32)>| {
        level.push((last, next(pages)));
        pages.push(page(page_type, right_child, cells, 0));
    };
    let (mut on_page, mut free, mut last) = (Vec::new(), PAGE - 8, 0);
    for (id, cell) in cells {
        if cell.len() + 2 > free {
            write(LEAF, last, None, &on_page, &mut level);
            (on_page, free) = (Vec::new(), PAGE - 8);
        }
        free -= cell.len() + 2;
        last = id;
        on_page.push(cell);
    }
    write(LEAF, last, None, &on_page, &mut level);
    // A cell of an inner page takes at most 15 bytes: the page number of the child, the last row number in the child,
    // and the offset of the cell.
    while level.len() > 1 {
        let mut above = Vec::new();
        for children in level.chunks((PAGE - 12) / 15) {
            let Some(((last, right_child), others)) = children.split_last() else { continue };
            let cell =
                |(last, child): &(i64, u32)| [child.to_be_bytes().to_vec(), varint(last.cast_unsigned())].concat();
            write(INNER, *last, Some(*right_child), &others.iter().map(cell).collect::<Vec<_>>(), &mut above);
        }
        level = above;
    }
    level.first().map_or(0, |(_, root)| *root)
}

/// Writes a B-tree page: its header, the offsets of its cells, and the cells themselves, from the end of the page
/// backwards. `header_len` is the length of the file header. Offsets on the first page are relative to the start of the
/// file, so they include the file header.
fn page(page_type: u8, right_child: Option<u32>, cells: &[Vec<u8>], header_len: usize) -> Vec<u8> {
    let mut end = PAGE;
    let offsets: Vec<usize> = cells
        .iter()
        .map(|cell| {
            end -= cell.len();
            end
        })
        .collect();
    let two_bytes = |number: usize| u16::try_from(number).unwrap_or(u16::MAX).to_be_bytes();
    let mut page = vec![page_type, 0, 0];
    page.extend(two_bytes(cells.len()));
    page.extend(two_bytes(end));
    page.push(0);
    page.extend(right_child.into_iter().flat_map(u32::to_be_bytes));
    page.extend(offsets.into_iter().flat_map(two_bytes));
    page.resize(end - header_len, 0);
    page.extend(cells.iter().rev().flatten());
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_seven_bits_a_byte() {
        for (number, bytes) in [
            (0, &[0][..]),
            (127, &[0x7f]),
            (128, &[0x81, 0]),
            (16_384, &[0x81, 0x80, 0]),
            ((1 << 56) - 1, &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]),
        ] {
            assert_eq!(varint(number), bytes, "{number}");
        }
    }
}
