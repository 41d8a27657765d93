package dev.hearth.testkit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Hands a [HearthServer] to the tests that have a parameter for it: one server for each test
/// class, those nested in it included. It starts when it is first asked for, and stops when the
/// class is through.
///
/// {@snippet class="dev.hearth.testkit.EchoBotTest" region="test" :
///
/// @ExtendWith(HearthExtension.class)
/// class EchoBotTest {
///   @Test
///   void it_says_what_was_said(HearthServer hearth) throws Exception {
///     var echo = hearth.bot("Echo");
///     try (var _ = EchoBot.start(echo, hearth.options());
///         var alice = hearth.online(hearth.person("Alice"))) {
///       alice.say(echo.userId(), "Hello");
///
///       assertThat(alice.next().text()).isEqualTo("You said: Hello");
///     }
///   }
/// }
/// }
///
/// Tests of a class share the server: they get along by having people and bots of their own. With
/// settings of one's own it is a field:
///
/// {@snippet class="dev.hearth.testkit.HearthExtensionTest" region="settings" :
///
/// @RegisterExtension
/// static final HearthExtension HEARTH = HearthExtension.with("conversation.most-members = 2");
///
/// }
public final class HearthExtension implements ParameterResolver {
  private static final ExtensionContext.Namespace SERVERS =
      ExtensionContext.Namespace.create(HearthExtension.class);

  private final String[] settings;

  public HearthExtension() {
    this(new String[0]);
  }

  private HearthExtension(String[] settings) {
    this.settings = settings;
  }

  /// @param settings lines of a settings file, as [HearthServer#start] takes them
  public static HearthExtension with(String... settings) {
    return new HearthExtension(settings.clone());
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == HearthServer.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    // The store closes what it holds when its context, the class, is through.
    return testClass(context)
        .getStore(SERVERS)
        .computeIfAbsent(HearthServer.class, _ -> HearthServer.start(settings), HearthServer.class);
  }

  /// The context of the outermost test class.
  private static ExtensionContext testClass(ExtensionContext context) {
    return context
        .getParent()
        .filter(parent -> parent.getTestClass().isPresent())
        .map(HearthExtension::testClass)
        .orElse(context);
  }
}
