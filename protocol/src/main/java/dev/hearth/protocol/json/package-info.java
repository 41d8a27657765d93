/// How JSON is read and written. Not exported.
@NullMarked
package dev.hearth.protocol.json;

import org.jspecify.annotations.NullMarked;
