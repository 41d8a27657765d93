package dev.hearth.chat.key;

import dev.hearth.chat.account.Accounts;
import dev.hearth.chat.conversation.Conversations;
import dev.hearth.platform.sql.Database;
import dev.hearth.platform.sql.TestingDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SignalKeysOnSqliteTest extends SignalKeysContract {
  @TempDir private Path folder;
  private Database database;

  @BeforeEach
  @Override
  void meet() {
    database =
        TestingDatabase.in(
            folder, Accounts.MIGRATIONS, Conversations.MIGRATIONS, SignalKeys.MIGRATIONS);
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
