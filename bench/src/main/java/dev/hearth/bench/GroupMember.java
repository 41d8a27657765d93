package dev.hearth.bench;

/// A member of a group, online: checks what it gets, and acknowledges it in batches. The senders of
/// the run are members, too. For its station's thread alone, except what says otherwise.
final class GroupMember implements Peer {
  private final int index;
  private final GroupRun group;
  private final Acknowledgements acknowledgements;
  private final long[] nextOf;
  private final Connection connection;
  private long order;
  private long received;

  GroupMember(int index, GroupRun group, Fleet fleet, Station station, Person person) {
    this.index = index;
    this.group = group;
    this.acknowledgements = new Acknowledgements(station.ids(), index, group.together());
    this.nextOf = new long[group.senders()];
    this.connection = fleet.open(station, person.token(), this);
  }

  Connection connection() {
    return connection;
  }

  long received() {
    return received;
  }

  /// A hash of the order in which messages came: members with the same order have the same value.
  long order() {
    return order;
  }

  void flush() {
    acknowledgements.flush(connection);
  }

  boolean isQuiet() {
    return acknowledgements.isQuiet();
  }

  @Override
  public void received(Connection from, Inbound frame) {
    switch (frame.action()) {
      case CREATE_MESSAGE -> {
        if (frame.isReply()) {
          group.answered(frame);
        } else if (frame.isOurMessage()) {
          pushed(frame);
        }
      }
      case ACKNOWLEDGE_MESSAGE_RECEIPTS -> acknowledgements.answered(frame);
      default -> {} // receipts
    }
  }

  private void pushed(Inbound frame) {
    long message = frame.message();
    int sender = Ids.owner(message);
    long number = Ids.number(message);
    if (sender == index || number != nextOf[sender]) {
      throw new Violation(
          "member %d got message %d of %d where %d should be"
              .formatted(index, number, sender, nextOf[sender]));
    }
    if (!frame.hasData(group.payload().asPushed())) {
      throw new Violation("a changed payload: " + frame.text());
    }
    nextOf[sender]++;
    received++;
    order = order * 31 + message;
    acknowledgements.add(
        connection, connection.station().ids().high(Ids.Kind.MESSAGE, sender, number));
    group.delivered(connection.station(), sender, number);
  }
}
