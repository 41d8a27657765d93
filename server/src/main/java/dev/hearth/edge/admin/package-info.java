/// The local door: how those who run a server tell it to add users and to end sessions, while it
/// runs.
///
/// In come HTTP requests from this machine only, each with the token that stands in the data
/// folder's `admin.json`; out go users, keystores and sessions as JSON. The folder belongs to one
/// process, so the command line asks that process rather than change its data behind its back.
///
/// | request                    | body                          | answer                                          |
/// |----------------------------|-------------------------------|-------------------------------------------------|
/// | `POST /users`              | `name`, `bot`, `rsa`, `count` | `users`, each with its keystores                |
/// | `GET /users?after=N`       |                               | `users` by identity number, with their sessions |
/// | `POST /users/ID/sessions`  |                               | the user again, signed in on another device     |
/// | `POST /users/NUMBER/code`  |                               | the user, and a `code` to sign in with, once    |
/// | `DELETE /users/NUMBER/pin` |                               | the user, and `reset`: whether they had a PIN   |
/// | `DELETE /sessions/ID`      |                               | `revoked`: whether it was signed in             |
/// | `POST /assets`             | `symbol`, `name`, `precision`, `icon_base64` | the asset                        |
/// | `GET /assets`              |                               | `assets`, each with how much there is of it     |
/// | `DELETE /assets/SYMBOL`    |                               | the asset, which is retired from then on        |
/// | `POST /assets/SYMBOL/issues` | `to`, `amount`, `memo`, `trace_id` | the user, their balance, and the supply     |
/// | `GET /ledger/books`        |                               | what there is in the ledger, and its `faults`   |
/// | `GET /ledger/transfers?after=N` |                          | `transfers`, oldest first                       |
/// | `POST /backups`            | `folder`                      | `path`: where the backup is                     |
/// | `GET /openapi.yaml`        |                               | this table, field by field                      |
///
/// A refusal has a status of 400 or more, and `error` with a sentence. The requests go through the
/// same shell as the API's ({@link dev.hearth.edge.http.Shell}), one file a resource.
@NullMarked
package dev.hearth.edge.admin;

import org.jspecify.annotations.NullMarked;
