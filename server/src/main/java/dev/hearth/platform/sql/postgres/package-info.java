/// The directory's database in PostgreSQL.
@NullMarked
package dev.hearth.platform.sql.postgres;

import org.jspecify.annotations.NullMarked;
