/// The HTTP API of a server: {@link dev.hearth.sdk.http.HttpCalls} makes one call, {@link
/// dev.hearth.sdk.http.HttpApi} knows all of them, {@link dev.hearth.sdk.http.RetryingCalls} makes
/// one until it is answered. Beside it, what is written the same way over HTTP and over the socket:
/// {@link dev.hearth.sdk.http.Parcel} and {@link dev.hearth.sdk.http.Acknowledgement}.
///
/// Not API: the module does not export it.
@NullMarked
package dev.hearth.sdk.http;

import org.jspecify.annotations.NullMarked;
