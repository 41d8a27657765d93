package dev.hearth.sdk.store;

import dev.hearth.fuzz.Choices;
import dev.hearth.fuzz.Folders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Uses a store as a client does, step by step. At each step every engine returns the same as a
/// simple model, also after it is closed and opened again, or gets another key.
public final class ClientStoreFuzz {
  /// Two of one name: the bound counts that the last put named.
  private static final List<Kind> KINDS =
      List.of(new Kind("letter", 3), new Kind("letter", 2), Kind.unbounded("number"));

  private static final List<StoreKey> KEYS =
      List.of(StoreKey.of(new byte[StoreKey.BYTES]), StoreKey.generate());
  private static final int MOST_NESTED = 3;

  /// Opening takes much longer than other steps.
  private static final int MOST_REOPENED = 3;

  private static final Path FILE = Folders.temporary().resolve("store.db");
  private static int key;
  private static ClientStore sqlite = ClientStore.sqlite(FILE, KEYS.get(key));

  /// Thrown by a part of a transaction.
  private static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final Choices choices;
  private final UnaryOperator<ClientStore> reopen;
  private final UnaryOperator<ClientStore> rekey;
  private final List<String> said = new ArrayList<>();
  private ClientStore store;

  private ClientStoreFuzz(
      byte[] input,
      ClientStore store,
      UnaryOperator<ClientStore> reopen,
      UnaryOperator<ClientStore> rekey) {
    this.choices = new Choices(input);
    this.store = store;
    this.reopen = reopen;
    this.rekey = rekey;
  }

  public static List<byte[]> seeds() {
    byte[] fourLetters = {2, 3, 0, 0, 0, 3, 0, 1, 0, 3, 0, 2, 0, 3, 0, 3, 0, 6, 0, 0};
    byte[] aPartThatFails = {2, 3, 2, 0, 0, 2, 0, 3, 2, 1, 0, 1, 9, 2, 0, 0, 2, 6, 2, 0};
    byte[] openedAgain = {2, 3, 1, 4, 2, 7, 0, 0, 2, 9, 1, 4, 7, 1, 4, 0, 1, 2, 6, 1, 0};
    return List.of(fourLetters, aPartThatFails, openedAgain);
  }

  public static void fuzzerTestOneInput(byte[] input) {
    List<String> expected = run(input, new ModelStore());
    same(expected, run(input, ClientStore.inMemory()));
    var inFile =
        new ClientStoreFuzz(
            input, sqlite, ClientStoreFuzz::reopened, ClientStoreFuzz::withAnotherKey);
    List<String> said = inFile.run();
    sqlite = inFile.store;
    same(expected, said);
    empty(sqlite);
  }

  private static List<String> run(byte[] input, ClientStore store) {
    try (store) {
      return new ClientStoreFuzz(input, store, UnaryOperator.identity(), UnaryOperator.identity())
          .run();
    }
  }

  private static ClientStore reopened(ClientStore before) {
    before.close();
    return ClientStore.sqlite(FILE, KEYS.get(key));
  }

  private static ClientStore withAnotherKey(ClientStore before) {
    before.close();
    int next = 1 - key;
    ClientStore.changeKey(FILE, KEYS.get(key), KEYS.get(next));
    key = next;
    return ClientStore.sqlite(FILE, KEYS.get(key));
  }

  private static void empty(ClientStore store) {
    store.inTransaction(records -> {
      for (Kind kind : KINDS) {
        records.names(kind).forEach(name -> records.remove(kind, name));
      }
      return records;
    });
  }

  private static void same(List<String> expected, List<String> said) {
    for (int i = 0; i < Math.max(expected.size(), said.size()); i++) {
      String one = i < expected.size() ? expected.get(i) : "nothing";
      String other = i < said.size() ? said.get(i) : "nothing";
      if (!one.equals(other)) {
        throw new AssertionError("step " + i + ": " + other + " instead of " + one);
      }
    }
  }

  private List<String> run() {
    int reopened = 0;
    while (choices.more()) {
      switch (choices.below(8)) {
        case 0 -> {
          if (reopened++ < MOST_REOPENED) {
            store = reopen.apply(store);
          }
        }
        case 1 -> {
          if (reopened++ < MOST_REOPENED) {
            store = rekey.apply(store);
          }
        }
        default ->
            say(() -> {
              transaction(0);
              return "kept";
            });
      }
    }
    for (Kind kind : KINDS) {
      for (String name : store.inTransaction(records -> records.names(kind))) {
        say(() -> name + " is " + store.inTransaction(records -> shown(records, kind, name)));
      }
    }
    return said;
  }

  private void transaction(int depth) {
    store.inTransaction(records -> {
      work(records, depth);
      return records;
    });
  }

  private void work(Records records, int depth) {
    while (choices.more()) {
      switch (choices.below(10)) {
        case 0 -> {
          return;
        }
        case 1 -> throw new Broken();
        case 2 -> part(depth);
        case 3, 4, 5 -> put(records);
        case 6 -> names(records);
        case 7 -> remove(records);
        case 8 ->
            say(() -> {
              store.close();
              return "closed";
            });
        default -> find(records);
      }
    }
  }

  /// A transaction within the one under way. Its failure fails the whole transaction, even when it
  /// is caught.
  private void part(int depth) {
    if (depth == MOST_NESTED) {
      return;
    }
    if (choices.oneIn(2)) {
      transaction(depth + 1);
    } else {
      say(() -> {
        transaction(depth + 1);
        return "part";
      });
    }
  }

  private void put(Records records) {
    Kind kind = kind();
    String name = name();
    byte[] value = value();
    say(() -> {
      records.put(kind, name, value);
      return "put";
    });
  }

  private void remove(Records records) {
    Kind kind = kind();
    String name = name();
    say(() -> {
      records.remove(kind, name);
      return "removed";
    });
  }

  private void names(Records records) {
    Kind kind = kind();
    say(() -> records.names(kind).toString());
  }

  private void find(Records records) {
    Kind kind = kind();
    String name = name();
    say(() -> shown(records, kind, name));
  }

  private static String shown(Records records, Kind kind, String name) {
    return records.find(kind, name).map(HexFormat.of()::formatHex).orElse("nothing");
  }

  private Kind kind() {
    return KINDS.get(choices.below(KINDS.size()));
  }

  private String name() {
    int which = choices.below(16);
    if (which < 8) {
      return Character.toString('a' + which);
    }
    return which == 8
        ? "n".repeat(Records.MOST_NAME_LENGTH + choices.below(2))
        : new String(choices.bytes(2 * choices.below(4)), StandardCharsets.UTF_16BE);
  }

  private byte[] value() {
    return switch (choices.below(4)) {
      case 0 -> new byte[0];
      // Beyond a page of the file.
      case 1 -> new byte[5_000 + choices.below(256)];
      default -> choices.bytes(choices.below(40));
    };
  }

  /// Notes the outcome of a step; a refusal is an outcome like any other.
  private void say(Supplier<String> step) {
    try {
      said.add(step.get());
    } catch (Broken | IllegalStateException | IllegalArgumentException refused) {
      said.add(refused.getClass().getSimpleName());
    }
  }
}
