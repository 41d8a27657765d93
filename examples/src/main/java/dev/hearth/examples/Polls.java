package dev.hearth.examples;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The polls of a [PollBot]: the latest 1,000, as long as it runs. Any thread may call.
final class Polls {
  private static final int MOST = 1_000;

  /// @param votes who is for which answer, counted from 0
  private record Poll(ConversationId where, List<String> answers, Map<UserId, Integer> votes) {
    String standing() {
      return IntStream.range(0, answers.size())
          .mapToObj(answer -> answers.get(answer) + ": " + votesFor(answer))
          .collect(Collectors.joining(", "));
    }

    private long votesFor(int answer) {
      return votes.values().stream().filter(vote -> vote == answer).count();
    }
  }

  private final SequencedMap<String, Poll> open = new LinkedHashMap<>();

  /// Opens a poll; one that is open already, under this id, stays.
  synchronized void open(String id, ConversationId where, List<String> answers) {
    open.putIfAbsent(id, new Poll(where, List.copyOf(answers), new HashMap<>()));
    if (open.size() > MOST) {
      open.pollFirstEntry();
    }
  }

  /// Counts a vote instead of the voter's earlier one.
  ///
  /// @param answer its number, counted from 0
  /// @return how the poll stands; empty when the conversation has no poll of this id with this
  ///   answer
  synchronized Optional<String> vote(String id, ConversationId where, UserId voter, String answer) {
    Poll poll = open.get(id);
    if (poll == null || !poll.where.equals(where)) {
      return Optional.empty();
    }
    for (int i = 0; i < poll.answers.size(); i++) {
      if (answer.equals(Integer.toString(i))) {
        poll.votes.put(voter, i);
        return Optional.of(poll.standing());
      }
    }
    return Optional.empty();
  }
}
