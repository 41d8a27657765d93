package dev.hearth.edge.admin;

import dev.hearth.chat.directory.account.User;
import dev.hearth.protocol.key.Keystore;

/// A new user, and what lets a client sign in as them. The keystore's private half is nowhere else.
public record Registered(User user, Keystore keystore) {}
