package dev.hearth.chat.pin;

import dev.hearth.chat.account.Accounts;
import dev.hearth.chat.conversation.Conversations;
import dev.hearth.platform.sql.Database;
import dev.hearth.platform.sql.TestingDatabase;
import dev.hearth.platform.time.PassedTime;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class PinsOnSqliteTest extends PinsContract {
  @TempDir private Path folder;
  private Database database;

  @BeforeEach
  @Override
  void signUp() {
    database =
        TestingDatabase.in(
            folder,
            PassedTime.MIGRATIONS,
            Accounts.MIGRATIONS,
            Conversations.MIGRATIONS,
            Pins.MIGRATIONS);
    super.signUp();
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
