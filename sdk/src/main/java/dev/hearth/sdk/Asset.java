package dev.hearth.sdk;

import dev.hearth.protocol.id.AssetId;

/// Something that the server's ledger counts, such as points or credits: a promise of the server's
/// operator.
///
/// @param symbol what people call it, such as `EMBER`; no other asset of a Hearth server has it
/// @param precision how many decimals it is counted with; 0 to 8 on a Hearth server
public record Asset(AssetId id, String symbol, String name, int precision) {}
