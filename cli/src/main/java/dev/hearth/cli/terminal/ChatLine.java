package dev.hearth.cli.terminal;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A line typed in a chat, as the action that it asks for.
sealed interface ChatLine {

  /// Say it.
  record Say(String text) implements ChatLine {}

  /// Show what can be typed.
  record Help() implements ChatLine {}

  /// Show the numbers that tell whether nobody listens.
  record Verify() implements ChatLine {}

  /// Take somebody's new identity key, or what else the server says of them.
  ///
  /// @param name whose; in a conversation of two it goes without saying
  record Accept(Optional<String> name) implements ChatLine {}

  /// Send a file.
  record Send(String file) implements ChatLine {}

  /// Fetch a file that somebody has sent.
  ///
  /// @param into a file or a folder; the folder the chat was started in when it is empty
  record Save(int number, Optional<String> into) implements ChatLine {}

  /// Answer a message of somebody else.
  ///
  /// @param number 1 for the latest
  record Reply(int number, String text) implements ChatLine {}

  /// Take a message of one's own back.
  ///
  /// @param number 1 for the latest
  record TakeBack(int number) implements ChatLine {}

  /// Show the members of this conversation.
  record Members() implements ChatLine {}

  /// Add somebody to the group.
  record Invite(String name) implements ChatLine {}

  /// Show the conversations there are.
  record Rooms() implements ChatLine {}

  /// Go to another conversation.
  ///
  /// @param room its number in the list of rooms, or its name
  record Enter(String room) implements ChatLine {}

  /// Press a button.
  record Press(int number) implements ChatLine {}

  /// Pay somebody.
  ///
  /// @param asset its symbol, in either case
  /// @param payee a name or a number; empty for the other one of a conversation of two
  /// @param memo "" for nothing
  record Pay(BigDecimal amount, String asset, Optional<String> payee, String memo)
      implements ChatLine {}

  /// Show how much this user has.
  ///
  /// @param asset its symbol, in either case; empty for all that there is something of
  record Balance(Optional<String> asset) implements ChatLine {}

  /// A command that is not one of the chat's: it may be for a bot.
  record ForBots(String text) implements ChatLine {
    /// The command itself, such as `/roll`.
    String name() {
      return text.split("\\s+", 2)[0];
    }
  }

  /// A line that begins like a command, but can't be understood.
  record Wrong(String why) implements ChatLine {}

  String LATEST = "^1";
  String AMOUNT = "[0-9]{1,20}(\\.[0-9]{1,20})?";
  String PAY = "/pay 5 ember, or /pay 2.5 ember for lunch";

  List<String> HELP =
      List.of(
          "-- /rooms [NUMBER]        your conversations; go to one of them",
          "-- /members               who is here",
          "-- /invite NAME           add a person or a bot to the group",
          "-- /reply [^N] TEXT       answer what others said last, or the Nth last thing",
          "-- /recall [^N]           take back what you said last, or the Nth last thing",
          "-- /press NUMBER          press a button that a bot offers",
          "-- /verify                the number that tells whether somebody is in between",
          "-- /accept [NAME]         take somebody's new identity key, once you compared it,",
          "                          or what else the server says of them now",
          "-- /send FILE             send a file or a picture",
          "-- /save NUMBER [PATH]    fetch a file that was sent to you",
          "-- /pay AMOUNT ASSET      pay the other one here, such as /pay 5 ember; a memo may follow,",
          "                          or `to NAME` for somebody else, as in a group",
          "-- /balance [ASSET]       how much you have",
          "-- /help                  this",
          "-- //something            say “/something”",
          "-- /other things          are for the bots here",
          "-- \\ at the end, Alt-Enter begin another line",
          "-- Ctrl-D                 end the chat");

  /// @param line more than blanks
  static ChatLine parse(String line) {
    String text = line.strip();
    if (!text.startsWith("/")) {
      return new Say(text);
    }
    if (text.startsWith("//")) {
      return new Say(text.substring(1));
    }
    String[] words = text.split("\\s+", 2);
    String rest = words.length > 1 ? words[1].strip() : "";
    return switch (words[0].toLowerCase(Locale.ROOT)) {
      case "/help" -> alone(new Help(), rest);
      case "/verify" -> alone(new Verify(), rest);
      case "/accept" -> new Accept(Optional.of(rest).filter(name -> !name.isEmpty()));
      case "/send" -> rest.isEmpty() ? new Wrong("/send wants a file") : new Send(rest);
      case "/save" -> save(rest);
      case "/rooms" -> rest.isEmpty() ? new Rooms() : new Enter(rest);
      case "/members" -> alone(new Members(), rest);
      case "/invite" -> rest.isEmpty() ? new Wrong("/invite wants a name") : new Invite(rest);
      case "/reply" -> reply(rest);
      case "/recall" ->
          nth(rest.isEmpty() ? LATEST : rest)
              .<ChatLine>map(TakeBack::new)
              .orElse(new Wrong("/recall wants nothing, or such as ^2 for the last but one"));
      case "/press" ->
          number(rest)
              .<ChatLine>map(Press::new)
              .orElse(new Wrong("/press wants the number of a button, such as /press 1"));
      case "/pay" -> pay(rest);
      case "/balance" -> new Balance(Optional.of(rest).filter(asset -> !asset.isEmpty()));
      default -> new ForBots(text);
    };
  }

  private static ChatLine alone(ChatLine command, String rest) {
    return rest.isEmpty() ? command : new Wrong("nothing comes after that; see /help");
  }

  private static ChatLine reply(String rest) {
    String[] words = (rest.startsWith("^") ? rest : LATEST + " " + rest).split("\\s+", 2);
    Optional<Integer> number = nth(words[0]);
    return number.isEmpty() || words.length < 2 || words[1].isBlank()
        ? new Wrong("/reply wants a text, such as /reply yes, or /reply ^2 yes")
        : new Reply(number.get(), words[1]);
  }

  private static Optional<Integer> nth(String word) {
    return word.matches("\\^[1-9][0-9]{0,2}")
        ? Optional.of(Integer.valueOf(word.substring(1)))
        : Optional.empty();
  }

  private static ChatLine save(String rest) {
    String[] words = rest.split("\\s+", 2);
    Optional<String> into = words.length > 1 ? Optional.of(words[1].strip()) : Optional.empty();
    return number(words[0])
        .<ChatLine>map(number -> new Save(number, into))
        .orElse(new Wrong("/save wants the number of a file, such as /save 1"));
  }

  private static ChatLine pay(String rest) {
    String[] words = rest.split("\\s+", 3);
    if (words.length < 2 || !words[0].matches(AMOUNT)) {
      return new Wrong("/pay wants an amount, with a point before decimals, and an asset: " + PAY);
    }
    String more = words.length > 2 ? words[2] : "";
    boolean named = more.toLowerCase(Locale.ROOT).matches("to\\s.*");
    return new Pay(
        new BigDecimal(words[0]),
        words[1],
        named ? Optional.of(more.substring(2).strip()) : Optional.empty(),
        named ? "" : more);
  }

  private static Optional<Integer> number(String word) {
    return word.matches("[0-9]{1,9}") ? Optional.of(Integer.valueOf(word)) : Optional.empty();
  }
}
