/// The directory's database in SQLite: one file of the data folder.
@NullMarked
package dev.hearth.platform.sql.sqlite;

import org.jspecify.annotations.NullMarked;
