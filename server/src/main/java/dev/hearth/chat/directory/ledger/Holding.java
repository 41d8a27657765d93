package dev.hearth.chat.directory.ledger;

/// How much of an asset somebody has.
public record Holding(Asset asset, Quantity balance) {}
