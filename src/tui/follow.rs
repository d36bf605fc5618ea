//! Following a file that another program writes, without looking at it again and again.
//!
//! Owns the waiting. On Linux the system tells of each change; elsewhere, and where another machine may do the writing,
//! there is nothing to wait for, and the loop has to look. Must not read the file.

use std::path::Path;
use std::sync::mpsc::Sender;

use super::Msg;

/// Sends [`Msg::Changed`] now, since nobody was told before, and whenever the file may have changed, whether it is there
/// yet or not; false where nobody tells of it.
#[cfg(target_os = "linux")]
pub(super) fn follow(path: &Path, sender: &Sender<Msg>) -> bool {
    use std::mem::MaybeUninit;
    use std::os::unix::ffi::OsStrExt;

    use rustix::fs::inotify::{CreateFlags, ReadFlags, Reader, WatchFlags, add_watch, init};

    // The folder is watched, so that a file that comes, goes or is put in the place of another is seen as well.
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let (Some(name), false) = (path.file_name(), path.is_symlink() || is_remote(folder)) else { return false };
    let what = WatchFlags::MODIFY | WatchFlags::CREATE | WatchFlags::DELETE | WatchFlags::MOVE;
    let Ok(changes) = init(CreateFlags::CLOEXEC) else { return false };
    if add_watch(&changes, folder, what).is_err() || sender.send(Msg::Changed).is_err() {
        return false;
    }
    let (name, sender) = (name.to_owned(), sender.clone());
    let wait = move || {
        let mut room = [MaybeUninit::uninit(); 4096];
        let mut reader = Reader::new(changes, &mut room);
        while let Ok(event) = reader.next() {
            // An overflow names no file, and may have swallowed the one that counts.
            let may_be = event.file_name().is_none_or(|other| other.to_bytes() == name.as_bytes());
            let over = event.events().contains(ReadFlags::IGNORED);
            if (may_be && sender.send(Msg::Changed).is_err()) || over {
                return;
            }
        }
    };
    std::thread::Builder::new().name("follow".to_owned()).spawn(wait).is_ok()
}

/// Whether another machine may write there, of which this one's system is not told.
#[cfg(target_os = "linux")]
fn is_remote(folder: &Path) -> bool {
    /// NFS, SMB in three versions, FUSE, 9P, AFS and Ceph, as statfs(2) lists them.
    const REMOTE: [i64; 8] =
        [0x6969, 0x517B, 0xFF53_4D42, 0xFE53_4D42, 0x6573_5546, 0x0102_1997, 0x5346_414F, 0x00C3_6400];
    #[allow(clippy::unnecessary_cast, reason = "it is narrower on other machines")]
    rustix::fs::statfs(folder).is_ok_and(|about| REMOTE.contains(&(about.f_type as i64)))
}

/// Nobody tells of it here.
#[cfg(not(target_os = "linux"))]
pub(super) const fn follow(_: &Path, _: &Sender<Msg>) -> bool {
    false
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use std::fs;
    use std::sync::mpsc::channel;

    use super::*;

    /// How often a change is told of while `act` is done in a folder with a file that is followed, the first time and
    /// the end of the folder left out.
    fn told(act: impl FnOnce(&Path)) -> usize {
        let folder = tempfile::tempdir().expect("a folder");
        let (sender, inbox) = channel();
        assert!(follow(&folder.path().join("class.jsonl"), &sender));
        act(folder.path());
        drop((folder, sender));
        inbox.iter().filter(|msg| *msg == Msg::Changed).count() - 2
    }

    #[test]
    fn a_file_that_comes_changes_and_is_replaced_is_told_of_and_its_neighbours_are_not() {
        assert_eq!(told(|_| ()), 0);
        assert_eq!(told(|folder| fs::write(folder.join("other"), "1").expect("written")), 0);
        // Its coming, what is written, and its end with the folder.
        assert!(told(|folder| fs::write(folder.join("class.jsonl"), "1").expect("written")) >= 3);
        let replaced = told(|folder| {
            fs::write(folder.join("other"), "1").expect("written");
            fs::rename(folder.join("other"), folder.join("class.jsonl")).expect("replaced");
        });
        assert!(replaced >= 2, "{replaced}");
    }

    #[test]
    fn where_there_is_no_folder_or_only_a_link_nobody_tells() {
        let folder = tempfile::tempdir().expect("a folder");
        let (sender, inbox) = channel();
        assert!(!follow(&folder.path().join("none/class.jsonl"), &sender));
        std::os::unix::fs::symlink("elsewhere", folder.path().join("class.jsonl")).expect("a link");
        assert!(!follow(&folder.path().join("class.jsonl"), &sender));
        assert!(inbox.try_recv().is_err());
    }
}
