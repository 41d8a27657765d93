/// The server, in three floors. A library that runs servers. It has no command line and does not
/// configure logging. This is the map.
///
/// ```
/// Hearth             starts a server: opens the floors from the ground up
/// RunningServer      closes them from the top down
///
/// ├─ edge               bytes become intentions, and back
/// │  ├─ admin           the local door of a running server
/// │  ├─ web             the web messenger's page, for browsers
/// │  ├─ blaze           a WebSocket connection: upgrade, frames, ping, one reply per request
/// │  ├─ api             the HTTP API, one file a resource
/// │  ├─ media           the bytes of attachments, in and out
/// │  ├─ json            the shape of the API's objects, and their addresses
/// │  └─ http            the shell of the HTTP API: routes, bodies, envelopes, limits
/// │
/// ├─ chat               what messaging means; knows no network
/// │  ├─ message         the message path; uses the directory, and knows no media
/// │  │  ├─ action       what a client may ask for: check, do, answer
/// │  │  ├─ delivery     who still has to get an entry
/// │  │  ├─ notice       what the directory says about its changes, into the log
/// │  │  ├─ retention    removes what nobody needs any more
/// │  │  └─ log          the durable, ordered logs
/// │  │     └─ rocksdb   the log in RocksDB
/// │  ├─ media           attachments and pictures, and where their bytes are kept
/// │  │  └─ sticker      stickers and their albums
/// │  └─ directory       who there is, and who may do what; in SQL
/// │     ├─ ledger       assets, who has how much of them, and transfers
/// │     ├─ key          the public keys of devices, for end-to-end encryption
/// │     ├─ invitation   the way in for people without an account
/// │     ├─ link         linking a device by another one
/// │     ├─ pin          what protects an account beyond its devices
/// │     ├─ circle       how users sort their conversations
/// │     ├─ scheme       short ids for long links
/// │     ├─ conversation contacts and groups, and their members
/// │     ├─ account      people, bots, sessions, who knows whom
/// │     ├─ door         the one door to the directory: changes, facts, answers kept in memory
/// │     └─ outbox       messages about changes, until they are in the log
/// │
/// └─ platform           knows nothing of chat
///    ├─ time            the one clock of all that is stored
///    ├─ sql             the directory's database
///    │  ├─ sqlite       the directory in SQLite
///    │  └─ postgres     the directory in PostgreSQL
///    ├─ backup          backups of a data folder, as folders of files
///    ├─ limits          bounds with shares: nobody can hold all of anything
///    ├─ runtime         the data folder, meters, the signal to stop
///    └─ settings        the settings file
/// ```
///
/// A message comes in at `edge.blaze` or `edge.api`, goes down through `chat.message.action` into
/// `chat.message.log`, and once it is durable comes up through `chat.message.delivery` to the
/// connections of those who get it. A folder uses only what stands below it, and a folder with
/// parts stands below its parts. `FoldersTest` reads this map and holds the order.
///
/// Floors are built by hand: {@link dev.hearth.platform.Platform}, the three wings of {@link
/// dev.hearth.chat.Chat}, and {@link dev.hearth.edge.Edge} say what is made of what.
@NullMarked
package dev.hearth;

import org.jspecify.annotations.NullMarked;
