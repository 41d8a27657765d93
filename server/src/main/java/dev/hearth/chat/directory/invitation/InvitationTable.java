package dev.hearth.chat.directory.invitation;

import dev.hearth.protocol.id.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// The SQL of invitations.
final class InvitationTable {
  private InvitationTable() {}

  static void insert(Handle handle, Invitation invitation, String codeHash) {
    handle.execute(
        """
        INSERT INTO invitations (invitation_id, code_hash, uses, used, contact_id, created_at, ends_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        invitation.id().toString(),
        codeHash,
        invitation.uses(),
        invitation.used(),
        invitation.contact().map(UserId::toString).orElse(null),
        invitation.createdAt(),
        invitation.endsAt());
  }

  static Optional<Invitation> find(Handle handle, String codeHash) {
    return handle
        .createQuery("SELECT * FROM invitations WHERE code_hash = :hash")
        .bind("hash", codeHash)
        .map((row, context) -> invitation(row))
        .findOne();
  }

  /// Newest first.
  static List<Invitation> list(Handle handle) {
    return handle
        .createQuery("SELECT * FROM invitations ORDER BY created_at DESC, invitation_id")
        .map((row, context) -> invitation(row))
        .list();
  }

  static int count(Handle handle) {
    return handle.createQuery("SELECT count(*) FROM invitations").mapTo(Integer.class).one();
  }

  /// Counts a use, if there is one left.
  ///
  /// @return whether there was
  static boolean use(Handle handle, String codeHash, long now) {
    return handle.execute(
            """
            UPDATE invitations SET used = used + 1
            WHERE code_hash = ? AND used < uses AND ends_at > ?
            """,
            codeHash,
            now)
        == 1;
  }

  /// @return whether it was good until now
  static boolean end(Handle handle, UUID id, long now) {
    return handle.execute(
            "UPDATE invitations SET ends_at = ? WHERE invitation_id = ? AND ends_at > ?",
            now,
            id.toString(),
            now)
        == 1;
  }

  static void forget(Handle handle, long endedBefore) {
    handle.execute("DELETE FROM invitations WHERE ends_at < ?", endedBefore);
  }

  private static Invitation invitation(ResultSet row) throws SQLException {
    return new Invitation(
        UUID.fromString(row.getString("invitation_id")),
        row.getInt("uses"),
        row.getInt("used"),
        Optional.ofNullable(row.getString("contact_id")).map(UserId::of),
        row.getLong("created_at"),
        row.getLong("ends_at"));
  }
}
