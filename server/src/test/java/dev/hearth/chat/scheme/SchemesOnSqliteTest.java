package dev.hearth.chat.scheme;

import dev.hearth.chat.account.Accounts;
import dev.hearth.platform.sql.Database;
import dev.hearth.platform.sql.TestingDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SchemesOnSqliteTest extends SchemesContract {
  @TempDir private Path folder;
  private Database database;

  @BeforeEach
  @Override
  void meet() {
    database = TestingDatabase.in(folder, Accounts.MIGRATIONS, Schemes.MIGRATIONS);
    super.meet();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Override
  Database database() {
    return database;
  }
}
