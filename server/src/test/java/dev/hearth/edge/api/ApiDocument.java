package dev.hearth.edge.api;

import static java.util.stream.Collectors.joining;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import dev.hearth.protocol.blaze.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The API as `openapi.yaml` describes it, to check answers. Any thread may use it.
public final class ApiDocument {
  private static final String FILE = "openapi.yaml";
  private static final String ADDRESS = "https://hearth.invalid/openapi.json";
  private static final Set<String> METHODS = Set.of("get", "post", "put", "delete");
  // Any request may be refused so.
  private static final Set<ErrorCode> ALWAYS =
      Set.of(ErrorCode.BAD_REQUEST, ErrorCode.TOO_MANY_REQUESTS, ErrorCode.INTERNAL);

  /// As it stands in the server's program.
  static final ApiDocument PUBLISHED = beside(Resources.class);

  /// One thing to ask for.
  ///
  /// @param path with its parameters as `{name}`
  /// @param where the JSON pointer to it
  public record Operation(String method, String path, String where, JsonNode json) {
    @Override
    public String toString() {
      return method + " " + path;
    }

    boolean forAnyone() {
      return json.path("security").isArray() && json.path("security").isEmpty();
    }

    Set<String> refusals() {
      return new TreeSet<>(json.path("x-refusals").valueStream().map(JsonNode::asString).toList());
    }

    private boolean takes(String asked, String askedPath) {
      return method.equals(asked)
          && Pattern.matches(path.replaceAll("\\{\\w+}", "[^/]+"), askedPath);
    }

    private long parameters() {
      return path.chars().filter(character -> character == '{').count();
    }
  }

  private final JsonNode json;
  private final List<Operation> operations;
  private final SchemaRegistry registry;
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

  private ApiDocument(JsonNode json) {
    this.json = json;
    operations =
        json.get("paths")
            .propertyStream()
            .flatMap(path ->
                path.getValue()
                    .propertyStream()
                    .filter(one -> METHODS.contains(one.getKey()))
                    .map(one -> operation(path.getKey(), one.getKey(), one.getValue())))
            .toList();
    var strictly = SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();
    registry =
        SchemaRegistry.withDialect(
            Dialects.getOpenApi31(),
            builder ->
                builder.schemas(Map.of(ADDRESS, json.toString())).schemaRegistryConfig(strictly));
  }

  /// The description in the folder of a class.
  public static ApiDocument beside(Class<?> resources) {
    try (InputStream in = resources.getResourceAsStream(FILE)) {
      return new ApiDocument(YAMLMapper.shared().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Operation operation(String path, String method, JsonNode json) {
    String where = "/paths/" + path.replace("~", "~0").replace("/", "~1") + "/" + method;
    return new Operation(method.toUpperCase(Locale.ROOT), path, where, json);
  }

  JsonNode json() {
    return json;
  }

  public List<Operation> operations() {
    return operations;
  }

  /// The target of a reference within the document.
  JsonNode at(String reference) {
    return json.at(reference.substring(1));
  }

  /// Complains unless this is an answer that the document promises to this request.
  ///
  /// @param target path and query, as asked for
  public void check(String method, String target, int status, JsonNode answer) {
    String path = target.replaceFirst("\\?.*", "");
    Optional<Operation> asked = find(method, path);
    if (asked.isEmpty()) {
      complain(method + " " + path, errors("/components/schemas/Refusal", answer));
      return;
    }
    Operation operation = asked.get();
    String exactly = "/responses/" + status;
    String response = operation.json().at(exactly).isMissingNode() ? "/responses/default" : exactly;
    JsonNode described = operation.json().at(response);
    if (described.isMissingNode()) {
      throw new AssertionError(operation + " answered " + status + ", which is not in " + FILE);
    }
    String where =
        described.has("$ref")
            ? described.get("$ref").asString().substring(1)
            : operation.where() + response;
    String in = operation + " → " + status + ": " + answer;
    complain(in, errors(where + "/content/application~1json/schema", answer));
    if (answer.path("error").isObject()) {
      checkRefusal(operation, answer.at("/error/code").asInt());
    }
  }

  private static void checkRefusal(Operation operation, int number) {
    ErrorCode code =
        Arrays.stream(ErrorCode.values())
            .filter(one -> one.code() == number)
            .findFirst()
            .orElseThrow();
    boolean expected =
        ALWAYS.contains(code)
            || code.status() != 202
            || (code == ErrorCode.UNAUTHORIZED && !operation.forAnyone())
            || operation.refusals().contains(code.name());
    if (!expected) {
      throw new AssertionError(
          operation + " was refused with " + code + ", which its x-refusals in " + FILE + " lack");
    }
  }

  /// The operation that a request means: of several that fit, the one that is spelled out most.
  private Optional<Operation> find(String method, String path) {
    return operations.stream()
        .filter(one -> one.takes(method, path))
        .min(Comparator.comparingLong(Operation::parameters));
  }

  /// The errors of a value against the schema at a JSON pointer.
  List<String> errors(String pointer, JsonNode value) {
    return schemas.computeIfAbsent(pointer, this::schema).validate(value).stream()
        .map(Object::toString)
        .toList();
  }

  private Schema schema(String pointer) {
    if (json.at(pointer).isMissingNode()) {
      throw new AssertionError(FILE + " has no " + pointer);
    }
    String fragment = pointer.replace("{", "%7B").replace("}", "%7D");
    var reference = JsonNodeFactory.instance.objectNode().put("$ref", ADDRESS + "#" + fragment);
    return registry.getSchema(reference);
  }

  private static void complain(String about, List<String> errors) {
    if (!errors.isEmpty()) {
      throw new AssertionError(
          errors.stream()
              .collect(joining("\n  ", about + "\nis not what " + FILE + " says:\n  ", "\n")));
    }
  }
}
