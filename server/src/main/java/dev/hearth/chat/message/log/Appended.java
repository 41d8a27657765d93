package dev.hearth.chat.message.log;

import java.util.List;

/// The result of appending a draft.
public sealed interface Appended {

  /// It is durable. One entry for each of the draft's logs, in their order, all at one position.
  record Stored(long position, List<Entry> entries) implements Appended {}

  /// The same author already sent this id to the same conversation; the first copy stands.
  record Duplicate(long position) implements Appended {}

  /// The id belongs to another author or another conversation.
  record IdTaken() implements Appended {}

  /// The log could not store the draft: the disk is full, or stored data that decides on it can't
  /// be read. Nothing is changed; the draft may come again.
  record NotStored() implements Appended {}

  /// The draft takes back an unknown message, or one that its author may not take back. Nothing is
  /// stored.
  record NotAllowed() implements Appended {}
}
