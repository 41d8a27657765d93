package dev.hearth.chat;

import dev.hearth.platform.settings.Rate;
import dev.hearth.platform.settings.Setting;

/// How much work each user, session or address may have this server do. A component is a setting
/// under `allowance.`, and its name in kebab case is what refusals, logs and meters call it.
public record Rates(
    @Setting(
            value =
                "The messages that a user sends. A message is one unit for each log that it is written to (a"
                    + " conversation, or each device that gets it alone), one more for each KiB of"
                    + " it there, and one for every 16 people who get it. Beyond it messages are"
                    + " refused with 429.",
            is = "20000 then 2000/s")
        Rate sending,
    @Setting(
            value =
                "How many bytes a user's messages may take in the log: their content and 128 bytes"
                    + " for each log that they are written to, and 100 for each message's id. The"
                    + " bytes of messages that everybody has fetched come back within two hours,"
                    + " except for the ids, which are kept for 30 days; other bytes come back at"
                    + " this rate, or once the message is too old. Beyond it messages are refused"
                    + " with 429.",
            is = "4 GiB then 1 GiB/d")
        Rate undelivered,
    @Setting(
            value =
                "How many asides a device may send to one other person: messages that no person"
                    + " sees (`PLAIN_JSON`), such as a request for keys. Beyond it an aside is refused"
                    + " with 403, since the devices would repeat it without end.",
            is = "100 then 100/m")
        Rate asides,
    @Setting(
            value =
                "How many messages a user may acknowledge. Beyond it acknowledgements are taken,"
                    + " but answered late.",
            is = "200000 then 20000/s")
        Rate acknowledgements,
    @Setting(
            value =
                "How often a session may ask for what is pending (`LIST_PENDING_MESSAGES`), which"
                    + " begins at the start each time. Beyond it the answer comes late.",
            is = "60 then 1/s")
        Rate listings,
    @Setting(
            value =
                "How many one-time keys of a device (see encryption.md) another user gets. Beyond"
                    + " it they get the rest of its keys without one.",
            is = "30 then 30/h")
        Rate oneTimeKeys,
    @Setting(
            value =
                "How often a user may look for others by number: numbers are given out in order.",
            is = "200 then 200/h")
        Rate searches,
    @Setting(
            value =
                "How many people who have not added a user that user may begin a conversation with"
                    + " or bring into groups. Bots don't count.",
            is = "2000 then 500/d")
        Rate strangers,
    @Setting(
            value =
                "How many notices of changes of conversations a user may cause: one for each member"
                    + " who is told of each change. Leaving costs nothing.",
            is = "200000 then 10000/m")
        Rate groupNotices,
    @Setting(value = "How many reports of others a user may make.", is = "20 then 20/d")
        Rate reports,
    @Setting(
            value =
                "How much of the directory a user may change: one unit for each row that is written,"
                    + " such as each member of a new group, each key of a device, a circle, a"
                    + " sticker, a setting. Leaving a group and signing out are always possible.",
            is = "20000 then 10/s")
        Rate changes,
    @Setting(
            value =
                "How many requests over HTTP a user, or without a good token an address, may make:"
                    + " one unit each, and one more for each 16 KiB of its answer.",
            is = "5000 then 200/s")
        Rate requests,
    @Setting(
            value =
                "How many codes to sign in with, requests for the id that goes with one, invitations, and"
                    + " beginnings of a device's link may come from an address.",
            is = "60 then 10/m")
        Rate signIns,
    @Setting(
            value =
                "How many tokens with a wrong signature may name a session, from one address."
                    + " Beyond it tokens of that session are refused there without a check (401).",
            is = "60 then 1/s")
        Rate failedChecks,
    @Setting(
            value =
                "How many connections to Blaze with a wrong token from an address are answered at"
                    + " once; those beyond it are answered late.",
            is = "5 then 5/m")
        Rate failedHandshakes) {}
