package dev.hearth.bench;

import dev.hearth.protocol.id.ConversationId;
import java.net.InetSocketAddress;
import java.util.List;

/// The server that is measured, and what has to be in it before messages can flow.
interface World extends AutoCloseable {
  InetSocketAddress address();

  /// The server's process.
  ProcessUsage process();

  Heap heap();

  /// Signs new people up.
  List<Person> people(int count);

  /// The conversation of two people, who know each other from now on.
  ConversationId contact(Person one, Person other);

  /// A new group of `owner` and `others`.
  ConversationId group(Person owner, List<Person> others);

  /// How many entries the server wrote to its log since it started.
  double logEntries();

  @Override
  void close();
}
