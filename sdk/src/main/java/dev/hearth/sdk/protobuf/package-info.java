/// The little of protobuf that the SDK needs, for Signal's messages and for what a client keeps.
/// Not exported.
@NullMarked
package dev.hearth.sdk.protobuf;

import org.jspecify.annotations.NullMarked;
