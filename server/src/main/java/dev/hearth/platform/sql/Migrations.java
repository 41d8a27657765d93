package dev.hearth.platform.sql;

import java.util.List;

/// The scripts that build one feature's tables, in the class path's `folder`.
///
/// Scripts are listed rather than searched for: a start need not scan the class path. A script's
/// name is `V<feature>_<step>__<what it does>.sql`; every feature has a number of its own, so that
/// the versions of two features never clash.
///
/// @param folder such as `db/account`
/// @param scripts file names, oldest first
public record Migrations(String folder, List<String> scripts) {
  public Migrations {
    scripts = List.copyOf(scripts);
    for (var script : scripts) {
      if (!script.matches("V\\d+_\\d+__\\w+\\.sql")) {
        throw new IllegalArgumentException("not a migration's name: " + script);
      }
    }
  }
}
