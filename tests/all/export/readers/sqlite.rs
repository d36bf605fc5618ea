//! Reads simple `SQLite` files for the tests.
//!
//! The reader finds a table on the first page and reads the rows of its B-tree.

/// A row as a list of texts. The column that contains the row number is represented by an empty string.
type Row = Vec<String>;

const PAGE: usize = 4096;

pub fn rows(file: &[u8], table: &str) -> Vec<Row> {
    assert!(file.starts_with(b"SQLite format 3\0") && file.len().is_multiple_of(PAGE));
    assert_eq!(number(&file[28..32]), file.len() / PAGE, "as many pages as the header says");
    let list = tree(file, 1);
    let named = list.iter().find(|row| row[1] == table).expect("a table");
    tree(file, named[3].parse().expect("a page"))
}

fn number(bytes: &[u8]) -> usize {
    bytes.iter().fold(0, |number, byte| number << 8 | usize::from(*byte))
}

fn page(file: &[u8], number: usize) -> &[u8] {
    &file[(number - 1) * PAGE..number * PAGE]
}

fn tree(file: &[u8], root: usize) -> Vec<Row> {
    let page = page(file, root);
    let head = if root == 1 { &page[100..] } else { page };
    let count = number(&head[3..5]);
    let cells = |start: usize| (0..count).map(move |place| number(&head[start + 2 * place..][..2]));
    match head[0] {
        0x0d => cells(8).map(|at| leaf(file, &page[at..])).collect(),
        0x05 => {
            let children = cells(12).map(|at| number(&page[at..at + 4])).chain([number(&head[8..12])]);
            children.flat_map(|child| tree(file, child)).collect()
        }
        kind => panic!("a page of kind {kind}"),
    }
}

fn varint(bytes: &mut &[u8]) -> usize {
    let mut number = 0;
    loop {
        let (first, rest) = bytes.split_first().expect("a byte");
        *bytes = rest;
        number = number << 7 | usize::from(first & 0x7f);
        if first & 0x80 == 0 {
            return number;
        }
    }
}

/// Reads a row, including its overflow pages.
fn leaf(file: &[u8], mut cell: &[u8]) -> Row {
    let length = varint(&mut cell);
    varint(&mut cell);
    let (most, least) = (PAGE - 35, (PAGE - 12) * 32 / 255 - 23);
    let share = least + length.saturating_sub(least) % (PAGE - 4);
    let here = if length <= most { length } else { [least, share][usize::from(share <= most)] };
    let mut record = cell[..here].to_vec();
    let mut next = if here < length { number(&cell[here..here + 4]) } else { 0 };
    while next > 0 {
        let page = page(file, next);
        record.extend(&page[4..]);
        next = number(&page[..4]);
    }
    record.truncate(length);
    values(&record)
}

fn values(record: &[u8]) -> Row {
    let mut head = record;
    let length = varint(&mut head);
    let (mut kinds, mut body) = (&record[1..length], &record[length..]);
    let mut row = Row::new();
    while !kinds.is_empty() {
        let kind = varint(&mut kinds);
        let size = match kind {
            0 => 0,
            6 => 8,
            text if text >= 13 && text % 2 == 1 => (text - 13) / 2,
            other => panic!("a value of kind {other}"),
        };
        let (value, rest) = body.split_at(size);
        body = rest;
        row.push(match kind {
            0 => String::new(),
            6 => i64::from_be_bytes(value.try_into().expect("eight bytes")).to_string(),
            _ => String::from_utf8(value.to_vec()).expect("text"),
        });
    }
    assert!(body.is_empty());
    row
}
