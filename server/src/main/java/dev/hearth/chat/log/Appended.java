package dev.hearth.chat.log;

import java.util.List;

/// What became of a draft.
public sealed interface Appended {

  /// It is durable. One entry for each of the draft's logs, in their order, all at one position.
  record Stored(long position, List<Entry> entries) implements Appended {}

  /// The same author already sent this id to the same conversation; the first copy stands.
  record Duplicate(long position) implements Appended {}

  /// The id belongs to another author or another conversation.
  record Taken() implements Appended {}

  /// What is stored and would decide on it can't be read. Nothing is changed, and it may come
  /// again.
  record NotStored() implements Appended {}

  /// It takes back what is not known, or what its author may not. Nothing is stored.
  record NotAllowed() implements Appended {}
}
