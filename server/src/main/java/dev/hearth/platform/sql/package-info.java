/// The database that the features keep their tables in: SQLite in one file, or PostgreSQL.
///
/// A feature brings its {@link dev.hearth.platform.sql.Migrations} and its SQL, in the dialect both
/// engines share; {@link dev.hearth.platform.sql.Database} runs it. Calls block: they belong on
/// virtual threads, never on an event loop.
@NullMarked
package dev.hearth.platform.sql;

import org.jspecify.annotations.NullMarked;
