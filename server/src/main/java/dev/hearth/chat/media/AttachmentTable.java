package dev.hearth.chat.media;

import dev.hearth.protocol.id.AttachmentId;
import dev.hearth.protocol.id.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The SQL of attachments.
final class AttachmentTable {
  private AttachmentTable() {}

  /// An attachment is over when it is stamped to end by these times.
  ///
  /// @param empty for attachments without bytes
  /// @param filled for the others
  record Over(long empty, long filled) {}

  private static final String LASTS =
      "expires_at > CASE WHEN state = 'EMPTY' THEN :empty ELSE :filled END";

  /// The attachments of a user that are not over.
  record AttachmentHoldings(int empty, int filled, long bytes) {}

  static void insert(Handle handle, Attachment attachment) {
    handle.execute(
        """
        INSERT INTO attachments (attachment_id, owner_id, state, size, created_at, expires_at)
        VALUES (?, ?, 'EMPTY', 0, ?, ?)
        """,
        attachment.id().toString(),
        attachment.owner().toString(),
        attachment.createdAt(),
        attachment.expiresAt());
  }

  static Optional<Attachment> find(Handle handle, AttachmentId id, Over over) {
    return handle
        .createQuery("SELECT * FROM attachments WHERE attachment_id = :id AND " + LASTS)
        .bind("id", id.toString())
        .bind("empty", over.empty())
        .bind("filled", over.filled())
        .map((row, context) -> attachment(row))
        .findOne();
  }

  static AttachmentHoldings holdings(Handle handle, UserId owner, Over over) {
    return handle
        .createQuery(
            """
            SELECT count(CASE WHEN state = 'EMPTY' THEN 1 END) AS empty,
              count(CASE WHEN state <> 'EMPTY' THEN 1 END) AS filled,
              coalesce(sum(size), 0) AS bytes
            FROM attachments WHERE owner_id = :owner AND\s
            """
                + LASTS)
        .bind("owner", owner.toString())
        .bind("empty", over.empty())
        .bind("filled", over.filled())
        .map((row, context) ->
            new AttachmentHoldings(row.getInt("empty"), row.getInt("filled"), row.getLong("bytes")))
        .one();
  }

  /// The content is about to be put in its place. Returns whether no other one is.
  static boolean place(Handle handle, AttachmentId id, StoredContent content) {
    return handle.execute(
            """
            UPDATE attachments SET state = 'PLACING', sha256 = ?, size = ?
            WHERE attachment_id = ? AND (state = 'EMPTY' OR sha256 = ?)
            """,
            content.digest().hex(),
            content.size(),
            id.toString(),
            content.digest().hex())
        > 0;
  }

  /// The content is in its place.
  static void store(Handle handle, AttachmentId id, long expiresAt) {
    handle.execute(
        "UPDATE attachments SET state = 'STORED', expires_at = ? WHERE attachment_id = ?",
        expiresAt,
        id.toString());
  }

  /// The content did not get into its place after all.
  static void clear(Handle handle, AttachmentId id) {
    handle.execute(
        """
        UPDATE attachments SET state = 'EMPTY', sha256 = NULL, size = 0
        WHERE attachment_id = ? AND state = 'PLACING'
        """,
        id.toString());
  }

  static void delete(Handle handle, AttachmentId id) {
    handle.execute("DELETE FROM attachments WHERE attachment_id = ?", id.toString());
  }

  /// Deletes an attachment that never got its bytes, if it is over.
  static void deleteEmpty(Handle handle, AttachmentId id, Over over) {
    handle.execute(
        "DELETE FROM attachments WHERE attachment_id = ? AND state = 'EMPTY' AND expires_at <= ?",
        id.toString(),
        over.empty());
  }

  /// The attachments whose content was being put in its place when the server ended.
  static List<Attachment> placing(Handle handle) {
    return handle
        .createQuery("SELECT * FROM attachments WHERE state = 'PLACING'")
        .map((row, context) -> attachment(row, true))
        .list();
  }

  /// Those whose time is over, the oldest first.
  static List<Attachment> over(Handle handle, Over over, int limit) {
    return handle
        .createQuery(
            """
            SELECT * FROM attachments WHERE expires_at <= :latest AND NOT (%s)
            ORDER BY expires_at LIMIT :limit
            """
                .formatted(LASTS))
        .bind("latest", Math.max(over.empty(), over.filled()))
        .bind("empty", over.empty())
        .bind("filled", over.filled())
        .bind("limit", limit)
        .map((row, context) -> attachment(row, true))
        .list();
  }

  /// Whether an attachment other than `id` has this content, or is about to.
  static boolean isElsewhere(Handle handle, Digest digest, AttachmentId id) {
    return handle
            .createQuery(
                "SELECT count(*) FROM attachments WHERE sha256 = :sha256 AND attachment_id <> :id")
            .bind("sha256", digest.hex())
            .bind("id", id.toString())
            .mapTo(Long.class)
            .one()
        > 0;
  }

  private static Attachment attachment(ResultSet row) throws SQLException {
    return attachment(row, row.getString("state").equals("STORED"));
  }

  private static Attachment attachment(ResultSet row, boolean placed) throws SQLException {
    String sha256 = row.getString("sha256");
    return new Attachment(
        AttachmentId.of(row.getString("attachment_id")),
        UserId.of(row.getString("owner_id")),
        row.getLong("created_at"),
        row.getLong("expires_at"),
        placed && sha256 != null
            ? Optional.of(new StoredContent(new Digest(sha256), row.getLong("size")))
            : Optional.empty());
  }
}
