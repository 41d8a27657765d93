package dev.hearth.platform.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteDataSource;

final class SqlParametersTest {
  private final Jdbi jdbi = SqlParameters.jdbi(new SQLiteDataSource());
  private final Handle handle = jdbi.open();

  @AfterEach
  void close() {
    handle.close();
  }

  @Test
  void parameters_have_a_name_or_a_place() {
    assertThat(one(handle.createQuery("SELECT :a||:b_2|| :a").bind("a", "x").bind("b_2", "y")))
        .isEqualTo("xyx");
    assertThat(one(handle.createQuery("SELECT ?||?").bind(0, "x").bind(1, "y"))).isEqualTo("xy");
  }

  @Test
  void text_in_quotes_and_operators_are_left_as_they_are() {
    String sql = "SELECT ':a ? <b>' || :b || '''?' || (1 < 2) AS \"c:d?\"";

    assertThat(one(handle.createQuery(sql).bind("b", "!"))).isEqualTo(":a ? <b>!'?1");
  }

  @Test
  void a_cast_is_not_a_parameter() {
    StatementContext context = handle.createQuery("SELECT 1").getContext();
    SqlParser parser = context.getConfig(SqlStatements.class).getSqlParser();

    var parsed = parser.parse("SELECT a::text, :b::int", context);

    assertThat(parsed.getSql()).isEqualTo("SELECT a::text, ?::int");
    assertThat(parsed.getParameters().getParameterNames()).containsExactly("b");
  }

  private static String one(Query query) {
    return query.mapTo(String.class).one();
  }
}
