/// The web messenger: its page and all the page loads.
///
/// The files are made by the module `web`, with compressed copies and a list that names them; they
/// are read once, at the start, where they are on the class path. A browser that asks `/` for HTML
/// gets the page; programs get the API's answer there, as before. Everything the page may do is
/// said in the headers ({@link dev.hearth.edge.web.WebHeaders}). Handles requests on their event
/// loops.
@NullMarked
package dev.hearth.edge.web;

import org.jspecify.annotations.NullMarked;
