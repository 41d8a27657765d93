package dev.hearth.conformance.web;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Somebody with a browser of their own: nothing is stored in it before. One thread.
final class Visitor implements AutoCloseable {
  private static final Path SCREENS = Path.of("target", "screens");
  private static final List<String> GUIDELINES =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

  /// A phone, a tablet, a desk: width and height.
  private static final List<List<Integer>> SCREEN_SIZES =
      List.of(List.of(390, 844), List.of(820, 1_180), List.of(1_440, 900));

  private static final AtomicInteger LAST = new AtomicInteger();

  private final BrowserContext context;
  private Page page;
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  private Visitor(BrowserContext context) {
    this.context = context;
    context.setDefaultTimeout(Browsers.PATIENCE);
    context.onConsoleMessage(said -> {
      if (said.type().equals("error") || said.type().equals("warning")) {
        complaints.add(said.type() + ": " + said.text());
      }
    });
    context.onWebError(error -> complaints.add("error: " + error.error()));
    this.page = context.newPage();
  }

  static Visitor with(Browser browser) {
    return with(browser, new Browser.NewContextOptions());
  }

  static Visitor with(Browser browser, Browser.NewContextOptions options) {
    return new Visitor(
        browser.newContext(
            options
                .setReducedMotion(ReducedMotion.REDUCE)
                .setLocale("en-GB")
                .setTimezoneId("Europe/Berlin")));
  }

  /// Another tab of the same browser, at the same address.
  Page anotherTab() {
    Page tab = context.newPage();
    tab.navigate(page.url());
    return tab;
  }

  /// Continues in another tab, and closes the one before.
  void continueIn(Page tab) {
    page.close();
    page = tab;
  }

  /// Opens an address; returns when the page shows something.
  Visitor open(URI address) {
    page.navigate(address.toString());
    page.locator("#app > *").first().waitFor();
    return this;
  }

  /// Opens the conversation with somebody whom the person knows.
  void talkWith(String name) {
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("New conversation"))
        .first()
        .click();
    page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("New conversation"))
        .getByRole(AriaRole.BUTTON)
        .filter(containing(name))
        .click();
    page.locator("#write").waitFor();
  }

  /// Sends a text in the conversation that is open.
  void say(String text) {
    page.locator("#write").fill(text);
    page.keyboard().press("Enter");
  }

  /// The messages of the conversation that have this text.
  Locator said(String text) {
    return page.getByRole(AriaRole.LOG).getByRole(AriaRole.ARTICLE).filter(containing(text));
  }

  private static Locator.FilterOptions containing(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  Page page() {
    return page;
  }

  BrowserContext context() {
    return context;
  }

  /// Errors and warnings in the console, of the page, its workers and its policy.
  List<String> complaints() {
    return complaints;
  }

  /// Waits until the browser keeps the page's files.
  void awaitServiceWorker() {
    page.evaluate(
        """
        (patience) => Promise.race([
          navigator.serviceWorker.ready.then(() => true),
          new Promise((_, refuse) => setTimeout(() => refuse(new Error("no service worker")), patience)),
        ])\
        """,
        Browsers.PATIENCE);
  }

  /// The parts of the page, as it is shown now, that somebody may not be able to use, in all sizes,
  /// light and dark. Leaves pictures.
  List<String> looksUnusable(String scene) {
    List<String> found = new ArrayList<>();
    inAllLooks(
        scene,
        name ->
            new AxeBuilder(page)
                .withTags(GUIDELINES)
                .analyze()
                .getViolations()
                .forEach(rule ->
                    rule.getNodes()
                        .forEach(node ->
                            found.add(name + ": " + rule.getId() + ": " + node.getHtml()))));
    return found;
  }

  /// Leaves pictures of the page as it is shown now.
  void picture(String scene) {
    inAllLooks(scene, _ -> {});
  }

  private void inAllLooks(String scene, Consumer<String> each) {
    for (List<Integer> size : SCREEN_SIZES) {
      page.setViewportSize(size.getFirst(), size.getLast());
      for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        String look = scheme.name().toLowerCase(Locale.ROOT);
        String name = scene + "-" + size.getFirst() + "-" + look;
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENS.resolve(name + ".png")));
        each.accept(name);
      }
    }
  }

  /// Leaves a picture of the last screen: it says most about a test that failed.
  @Override
  public void close() {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(SCREENS.resolve("last-" + LAST.incrementAndGet() + ".png")));
    context.close();
  }
}
