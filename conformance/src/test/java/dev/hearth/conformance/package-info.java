/// Other people's clients, and hostile ones, against the packed server: the tests start
/// `cli/target/hearth` as users get it, in its own process, and talk to it over sockets only.
///
/// - `hostile`: tables of bad tokens, frames and bodies, with the answer to each;
/// - `kill`: the server is killed again and again under load, and nothing may be lost;
/// - `secrecy`: messages that the SDK seals, and who can read them;
/// - `sealing`: the web messenger's end-to-end encryption against the SDK's, and its store in
///   browsers;
/// - `application`: a module of somebody else on the packed SDK;
/// - `node/`, beside the Java sources: the official Node SDK; `conformance/run` starts that.
@NullMarked
package dev.hearth.conformance;

import org.jspecify.annotations.NullMarked;
