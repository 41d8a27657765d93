/// The web messenger in real browsers, against the packed server. Needs Chromium and Firefox, as
/// the system's packages install them; without them the tests fail and say so.
///
/// Each scene leaves pictures in `target/screens`, for people to look at.
@NullMarked
package dev.hearth.conformance.web;

import org.jspecify.annotations.NullMarked;
