package dev.hearth.chat.action;

import dev.hearth.chat.account.Caller;
import dev.hearth.chat.delivery.Feed;
import dev.hearth.protocol.BlazeRequest;

/// A request of one connection, and the way to answer it.
public record Exchange(Caller caller, Feed feed, BlazeRequest request, Reply reply) {}
