/// Keys, the tokens that they sign, and the public keys that devices leave for others.
@NullMarked
package dev.hearth.protocol.key;

import org.jspecify.annotations.NullMarked;
