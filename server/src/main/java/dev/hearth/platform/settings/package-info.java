/// The settings file: `key = value` lines become records that are valid once they exist.
///
/// A record declares its keys: each component carries a {@link
/// dev.hearth.platform.settings.Setting} with its default and its sentence of documentation, and
/// the record's own constructor checks what depends on more than one of them. {@link
/// dev.hearth.platform.settings.SettingsFile} reads, {@link
/// dev.hearth.platform.settings.SettingsPage} writes the page of documentation, and {@link
/// dev.hearth.platform.settings.SettingsTemplate} a file to begin with; all see the same records,
/// so the page can't promise what the reader doesn't take.
@NullMarked
package dev.hearth.platform.settings;

import org.jspecify.annotations.NullMarked;
