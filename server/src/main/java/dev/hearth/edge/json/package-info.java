/// The shape of the API's objects, in and out, and their addresses.
@NullMarked
package dev.hearth.edge.json;

import org.jspecify.annotations.NullMarked;
