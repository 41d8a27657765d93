package dev.hearth.conformance.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Scripts do what somebody would do in a terminal: this JVM may itself be unable to spell a path.
@Tag("long")
class LauncherTest {
  private static final int PATIENCE_SECONDS = 120;
  private static final Path PROGRAM =
      Path.of(System.getProperty("hearth.program", "../cli/target/hearth"));

  // Each script begins with these: `checkout FOLDER` makes one with the packed program and without
  // sources; `unbuilt FOLDER` makes one with sources and with a Maven that "builds" that program
  // once there is a file `go`; `until_true COMMAND` waits for a state.
  private static final String TOOLS =
      """
      set -eu
      export JAVA_HOME=$java HOME="$PWD/home" XDG_STATE_HOME="$PWD/state"
      unset LANG LC_ALL LC_CTYPE HEARTH_JAVA_OPTIONS || true
      # What still runs would write into the folder while it is removed.
      trap "kill \\$(jobs -p) 2>/dev/null || true; wait; find '$PWD' -type l -delete" EXIT
      mkdir -p home state jdk/bin
      # Rehearsing the start would take longer than all else.
      printf '#!/bin/sh\\ncase "$*" in *" rehearse "*) exit 1 ;; esac\\nexec "%s/bin/java" "$@"\\n' "$JAVA_HOME" >jdk/bin/java
      chmod +x jdk/bin/java
      ln -s "$JAVA_HOME/bin/javac" jdk/bin/javac
      ln -s "$JAVA_HOME/release" jdk/release
      export JAVA_HOME=$PWD/jdk
      checkout() {
        mkdir -p "$1/.mvn" "$1/cli/target"
        cp -p "$root/hearth" "$1"
        cp -p "$root/.mvn/find-jdk" "$1/.mvn"
        ln -s "$program" "$1/cli/target/hearth"
      }
      unbuilt() {
        checkout "$1"
        rm "$1/cli/target/hearth"
        rmdir "$1/cli/target"
        mkdir -p "$1/cli/src"
        touch "$1/pom.xml"
        {
          echo '#!/bin/sh'
          echo 'set -eu'
          echo 'until [ -e go ]; do sleep 0.1; done'
          echo 'echo "[INFO] Downloaded from somewhere"'
          echo 'echo "[INFO] Building Hearth server 0.1.0-SNAPSHOT                        [3/4]"'
          echo '[ ! -e broken ] || { echo "[ERROR] Thing.java:[1,2] not a statement"; exit 1; }'
          echo "cp -RL '$program' cli/target/hearth"
          echo 'rm -f cli/target/hearth/built cli/target/hearth/hearth.aot'
        } >"$1/mvnw"
        chmod +x "$1/mvnw"
      }
      until_true() { while ! eval "$1"; do sleep 0.1; done; }
      """;

  @TempDir private Path folder;
  private String tools = "";

  @BeforeEach
  void names_the_tools() throws IOException {
    Path root = Path.of("..").toRealPath();
    Path program = PROGRAM.toRealPath();
    tools =
        "java='%s' root='%s' program='%s'\n"
                .formatted(System.getProperty("java.home"), root, program)
            + TOOLS;
  }

  @Test
  void it_runs_without_a_home() throws Exception {
    assertThat(
            run(
                """
                checkout here
                env -u HOME -u XDG_STATE_HOME here/hearth --version
                HOME= here/hearth --version
                """))
        .contains("Hearth")
        .doesNotContain("HOME");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LC_ALL=C",
        "LC_ALL=POSIX",
        "LANG=tr_TR.UTF-8",
        "LANG=de_DE.ISO-8859-1",
        "HEARTH_JAVA_OPTIONS='-Duser.language=ar -Duser.country=EG'",
      })
  void it_runs_in_any_locale_from_a_folder_with_blanks_and_accents(String locale) throws Exception {
    String said =
        run(
            """
            mkdir "Käse & Brot's"
            cd "Käse & Brot's"
            checkout 'ein Ördner'
            export %s
            'ein Ördner/hearth' dev --port 0 --data 'mé données' --ready 'prêt.json' &
            until_true '[ -s prêt.json ]'
            'ein Ördner/hearth' bot add 'Žluťoučký kůň' --data 'mé données' > 'schlüssel.json'
            'ein Ördner/hearth' user list --data 'mé données'
            kill $!
            cat prêt.json schlüssel.json
            """
                .formatted(locale));

    assertThat(said)
        .contains("Žluťoučký kůň")
        .containsPattern("\"api\" : \"http://127.0.0.1:[0-9]+\"")
        .containsPattern("\"identity_number\" : \"[0-9]+\"")
        .contains("\"session_private_key\"")
        .doesNotContain("Exception");
  }

  @Test
  void it_fits_a_small_heap() throws Exception {
    assertThat(
            run(
                """
                checkout here
                HEARTH_JAVA_OPTIONS=-Xmx24m here/hearth --version
                """))
        .doesNotContainIgnoringCase("heap")
        .doesNotContain("warning", "NewSize");
  }

  @Test
  void the_jvms_warnings_are_shown_but_for_those_about_its_cache_of_code() throws Exception {
    String said =
        run(
            """
            checkout here
            export HEARTH_JAVA_OPTIONS='-Xms32m -Xmx32m -XX:MaxNewSize=64m'
            printf 'server.port = 0\\n' >hearth.conf
            here/hearth serve --config hearth.conf >serve 2>&1 &
            until_true 'grep Listening serve'
            "$java/bin/jcmd" $! VM.log list
            kill $!
            cat serve
            """);

    assertThat(said)
        .containsPattern("#1: stderr all=warning,.*aot\\+codecache\\*=off")
        .contains("[warning][gc,ergo] MaxNewSize");
  }

  @Test
  void a_jre_and_an_old_jdk_in_java_home_are_skipped_with_a_line() throws Exception {
    String said =
        run(
            """
            checkout here
            mkdir -p jre/bin old/bin
            for java in jre/bin/java old/bin/java old/bin/javac; do
              printf '#!/bin/sh\\nexit 1\\n' >$java
              chmod +x $java
            done
            echo 'JAVA_VERSION="17.0.9"' >old/release
            export PATH="$JAVA_HOME/bin:$PATH"
            JAVA_HOME=$PWD/jre here/hearth --version
            JAVA_HOME=$PWD/old here/hearth --version
            JAVA_HOME=$PWD/gone here/hearth --version
            """);

    assertThat(said)
        .contains("jre, which is not a JDK 25: it has no compiler (a JRE). Using ")
        .contains("old, which is not a JDK 25: its version is 17. Using ")
        .contains("gone, which is not a JDK 25: it has no bin/java. Using ");
  }

  @Test
  void the_first_build_says_how_long_it_takes_and_what_is_being_built() throws Exception {
    String said =
        run(
            """
            unbuilt 'a checkout'
            touch 'a checkout/go'
            'a checkout/hearth' --version
            echo ---
            'a checkout/hearth' --version
            """);

    assertThat(said)
        .contains("hearth: building Hearth (the first time it takes one to three minutes")
        .contains("hearth:   Hearth server [3/4]");
    assertThat(said.substring(said.indexOf("---"))).doesNotContain("building");
  }

  @Test
  void a_build_that_fails_shows_its_errors() throws Exception {
    assertThat(
            run(
                """
                unbuilt here
                touch here/go here/broken
                here/hearth --version && exit 1
                [ ! -e here/cli/target/building ]
                """))
        .contains("[ERROR] Thing.java:[1,2] not a statement")
        .contains("hearth: the build failed; ")
        .doesNotContain("Downloaded");
  }

  @Test
  void a_second_terminal_waits_for_the_build_of_the_first_and_says_so() throws Exception {
    assertThat(
            run(
                """
                unbuilt here
                here/hearth --version >first 2>&1 &
                until_true '[ -e here/cli/target/building/pid ]'
                here/hearth --version >second 2>&1 &
                until_true 'grep waiting second'
                touch here/go
                wait
                cat first second
                """))
        .contains("hearth: waiting for another terminal, which builds (process ")
        .containsOnlyOnce("building Hearth");
  }

  @Test
  void a_program_without_sources_does_not_use_a_cache_of_earlier_jars() throws Exception {
    assertThat(
            run("""
            checkout here
            mkdir packed
            cp "$program/hearth-cli.jar" packed
            ln -sfn "$PWD/packed" here/cli/target/hearth
            printf '#!/bin/sh\\necho "$@"\\n' >jdk/bin/java
            touch -d '1 hour ago' packed/hearth.aot
            here/hearth earlier
            touch packed/hearth.aot
            here/hearth later
            """)
                .lines())
        .anyMatch(line -> line.endsWith(" earlier") && !line.contains("AOTCache"))
        .anyMatch(line -> line.endsWith(" later") && line.contains("hearth.aot"));
  }

  @Test
  void a_build_that_was_killed_keeps_nobody_waiting() throws Exception {
    assertThat(
            run(
                """
                unbuilt here
                touch here/go
                mkdir -p here/cli/target/building
                sh -c 'echo $$' >here/cli/target/building/pid
                here/hearth --version
                rm here/cli/target/hearth/built
                mkdir here/cli/target/building
                touch -d '1 hour ago' here/cli/target/building
                here/hearth --version
                """))
        .contains("building Hearth")
        .doesNotContain("waiting");
  }

  @Test
  void a_checkout_that_is_not_ones_own_is_told_in_a_line() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThat(
            run(
                """
                unbuilt here
                mkdir -p here/cli/target
                chmod -R a+rX,a-w here
                as_a_guest() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; else "$@"; fi; }
                as_a_guest timeout 60 here/hearth --version && exit 1 || [ $? = 1 ]
                rmdir here/cli/target 2>/dev/null || true
                as_a_guest timeout 60 here/hearth --version && exit 1 || [ $? = 1 ]
                chmod -R u+w here
                """))
        .containsPattern(
            "hearth: Hearth has to be built, and \\S+/here/cli/target can't be written by \\S+: "
                + "run it once as the owner of the folder, or copy");
  }

  @Test
  void commands_without_options_reach_the_one_server_that_runs() throws Exception {
    String said =
        run(
            """
            checkout here
            mkdir elsewhere
            cd elsewhere
            ../here/hearth user list && exit 1
            printf 'server.port = 0\\ndata.folder = %s/hearth/server\\n' "$XDG_STATE_HOME" >hearth.conf
            ../here/hearth serve --config hearth.conf >serve 2>&1 &
            serve=$!
            until_true 'grep Listening serve'
            cd ..
            here/hearth user add Carla 2>&1 >/dev/null
            here/hearth dev --port 0 --ready ready.json >dev 2>&1 &
            dev=$!
            until_true '[ -s ready.json ]'
            here/hearth user list && exit 1
            kill -KILL $dev
            wait $dev || true
            here/hearth user list
            kill $serve
            """);

    assertThat(said)
        .containsPattern("hearth: no server runs on \\S+/server and \\S+/dev; start one, or say")
        .contains("Carla has the identity number")
        .containsPattern("hearth: servers run on \\S+/server and \\S+/dev; say which with --data")
        .containsPattern("(?s)say which with --data.*Carla");
  }

  @Test
  void serve_without_settings_has_its_data_where_user_add_looks_for_them() throws Exception {
    String said =
        run(
            """
            checkout here
            (mkdir -p before/data; cd before; touch data/folder.id; ../here/hearth serve) && exit 1
            mkdir elsewhere
            (cd elsewhere; exec ../here/hearth serve >../serve 2>&1) &
            until_true 'grep -E "Listening|hearth: " serve'
            kill $! || true
            cat serve
            """);

    assertThat(said)
        .containsPattern("/before/data holds the data of a server: write data.folder = \\S+ into");
    assumeTrue(!said.contains("in use"), "another program has the usual port");
    assertThat(said).containsPattern("data in \\S+/state/hearth/server");
    assertThat(folder.resolve("elsewhere")).isEmptyDirectory();
  }

  /// Runs a script to its end, which must be a good one; returns what it says.
  private String run(String script) throws Exception {
    Path file = Files.writeString(folder.resolve("script"), tools + script);
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder("bash", file.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    String said = Files.readString(output);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
