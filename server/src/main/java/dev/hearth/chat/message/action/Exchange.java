package dev.hearth.chat.message.action;

import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.message.delivery.Feed;
import dev.hearth.protocol.blaze.BlazeRequest;

/// A request of one connection, and the way to answer it.
public record Exchange(Caller caller, Feed feed, BlazeRequest request, Reply reply) {}
