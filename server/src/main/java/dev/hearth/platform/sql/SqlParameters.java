package dev.hearth.platform.sql;

import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.ParsedSql;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.TemplateEngine;

/// Finds the parameters of a statement: each `?`, and each `:name`. Text in quotes and casts
/// (`::text`) are left as they are.
///
/// Jdbi has two lexers made by ANTLR for it, one of them for templates, which Hearth does not use.
/// Of the time that the JVM spent on compiling hot code in a start, they took nearly half.
public final class SqlParameters implements SqlParser {
  private static final Pattern PARTS =
      Pattern.compile("'[^']*'|\"[^\"]*\"|::|(?<positional>\\?)|:(?<name>[A-Za-z_]\\w*)");

  private SqlParameters() {}

  /// Jdbi on these connections, with this parser.
  public static Jdbi jdbi(DataSource connections) {
    var jdbi = Jdbi.create(connections);
    jdbi.getConfig(SqlStatements.class)
        .setTemplateEngine(TemplateEngine.NOP)
        .setSqlParser(new SqlParameters());
    return jdbi;
  }

  @Override
  public ParsedSql parse(String sql, StatementContext context) {
    var parsed = ParsedSql.builder();
    var part = PARTS.matcher(sql);
    int done = 0;
    while (part.find()) {
      String name = part.group("name");
      boolean positional = part.group("positional") != null;
      if (name != null || positional) {
        parsed.append(sql.substring(done, part.start()));
        done = part.end();
        if (positional) {
          parsed.appendPositionalParameter();
        } else {
          parsed.appendNamedParameter(name);
        }
      }
    }
    return parsed.append(sql.substring(done)).build();
  }

  @Override
  public String nameParameter(String name, StatementContext context) {
    return ":" + name;
  }
}
