/// Backups of a data folder, as folders of files: made, checked and put back here; which files
/// there are, and how a store is copied while it runs, is told by the floors above.
///
/// ```
/// DIR/                           where backups are kept
/// └─ 2026-11-30T07-15-00.123Z/   one of them, whole
///    ├─ manifest.json            what is in it: sizes and SHA-256 of all files, written last
///    ├─ directory.db  log/  attachments/  pictures/  …
/// ```
///
/// A file that the backup before it holds already, with the same bytes, is a hard link to it: it
/// costs no room, and no backup needs another one to be restored.
@NullMarked
package dev.hearth.platform.backup;

import org.jspecify.annotations.NullMarked;
