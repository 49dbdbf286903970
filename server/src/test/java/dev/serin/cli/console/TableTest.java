package dev.serin.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TableTest {
  private static final Console PLAIN = new Console(System.out, System.err, Map.of(), false, false);

  @Test
  void add_longReason_wrapsInItsColumnAndLosesNothing() {
    var table = new Table("MODEL", "REASON");
    table.add("m", "a word and ".repeat(19) + "the end");

    var body = table.body(PLAIN);

    assertThat(body).hasSize(3).allMatch(line -> line.length() <= 107);
    assertThat(body.get(0)).startsWith("m      a word and");
    assertThat(body.get(1)).startsWith("       ");
    assertThat(String.join(" ", body).replaceAll(" +", " "))
        .isEqualTo("m " + "a word and ".repeat(19) + "the end");
  }

  @Test
  void add_wordWithoutBlanks_isBrokenBetweenCharacters() {
    var table = new Table("X");
    table.add("\ud83d\udc24".repeat(101));

    assertThat(table.body(PLAIN)).containsExactly("\ud83d\udc24".repeat(100), "\ud83d\udc24");
  }
}
