/// The HTTP API: one file a resource, and {@link dev.hearth.edge.api.Resources}, which makes all of
/// them. {@link dev.hearth.edge.http} calls them, and {@link dev.hearth.edge.json} has the shape of
/// what they answer.
@NullMarked
package dev.hearth.edge.api;

import org.jspecify.annotations.NullMarked;
