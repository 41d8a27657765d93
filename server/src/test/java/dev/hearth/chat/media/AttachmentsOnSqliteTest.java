package dev.hearth.chat.media;

import dev.hearth.chat.account.Accounts;
import dev.hearth.platform.sql.Database;
import dev.hearth.platform.sql.TestingDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class AttachmentsOnSqliteTest extends AttachmentsContract {
  @TempDir private Path folder;
  private Database database;

  @BeforeEach
  @Override
  void open() {
    database = TestingDatabase.in(folder, Accounts.MIGRATIONS, Attachments.MIGRATIONS);
    super.open();
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
