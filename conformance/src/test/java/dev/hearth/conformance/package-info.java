/// Other people's clients, and worse, against the packed server: what is started here is
/// `server/target/hearth` as users get it, in a process of its own, and spoken to over sockets
/// only.
///
/// - `hostile`: tables of bad tokens, frames and bodies, with the answer each gets;
/// - `kill`: the server is killed again and again under load, and nothing may be lost;
/// - `secrecy`: what the SDK seals, and who can read it;
/// - `application`: a module of somebody else on the packed SDK;
/// - `node/`, beside the Java sources: the official Node SDK; `conformance/run` starts that.
@NullMarked
package dev.hearth.conformance;

import org.jspecify.annotations.NullMarked;
