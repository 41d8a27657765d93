package dev.hearth.sdk;

import java.math.BigDecimal;

/// An asset, and how much of it this user has.
///
/// @param balance 0 or more, with at most as many decimals as the asset is counted with
public record Holding(Asset asset, BigDecimal balance) {}
