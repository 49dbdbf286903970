package dev.serin.cli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.cli.console.VerbException;
import dev.serin.client.Datatype;
import dev.serin.client.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputArgumentTest {

  @Test
  void read_nestedNumbers_areFp32InTheirShape() {
    var tensor = read("x=[[1,2.5,-3],[4,5,\"NaN\"]]");

    assertThat(tensor.name()).isEqualTo("x");
    assertThat(tensor.datatype()).isEqualTo(Datatype.FP32);
    assertThat(tensor.shape()).containsExactly(2L, 3L);
    assertThat(tensor.floats()).containsExactly(1, 2.5f, -3, 4, 5, Float.NaN);
  }

  @Test
  void read_plainNumbers_areOfTheTypeThatTheModelTakes() {
    assertThat(InputArgument.read("x=[7]", name -> Optional.of(Datatype.INT64)).datatype())
        .isEqualTo(Datatype.INT64);
    assertThat(InputArgument.read("x=[1.5]", name -> Optional.of(Datatype.FP64)).doubles())
        .containsExactly(1.5);
    assertThat(InputArgument.read("x=[]", name -> Optional.of(Datatype.UINT8)).datatype())
        .isEqualTo(Datatype.UINT8);
  }

  @Test
  void read_fractionForAnIntegerInput_isRefused() {
    assertThatThrownBy(() -> InputArgument.read("x=[1.5]", name -> Optional.of(Datatype.INT64)))
        .hasMessage("--input x: data: 1.5 (expected: a whole number)");
  }

  @Test
  void read_numbersForATextInput_areFp32SoThatTheGatewayRefusesThem() {
    assertThat(InputArgument.read("x=[7]", name -> Optional.of(Datatype.STRING)).datatype())
        .isEqualTo(Datatype.FP32);
  }

  @Test
  void read_notFiniteNumbers_asJsonWritersWriteThem() {
    assertThat(read("x=[NaN,Infinity,-Infinity,\"-Infinity\"]").floats())
        .containsExactly(
            Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY);
    assertThat(read("x={\"datatype\":\"FP64\",\"shape\":[1],\"data\":[NaN]}").doubles())
        .containsExactly(Double.NaN);
  }

  @Test
  void read_nameWithEquals_endsWhereAValueBegins(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("x.json"), "[1]");

    assertThat(read("serving=default:0=[1]").name()).isEqualTo("serving=default:0");
    assertThat(read("a=b=@" + file).name()).isEqualTo("a=b");
    assertThat(read("x=\"a=1\"").strings()).containsExactly("a=1");
  }

  @Test
  void read_texts_areStrings() {
    var tensor = read("x=[\"a\",\"\u7528=\"]");

    assertThat(tensor.shape()).containsExactly(2L);
    assertThat(tensor.strings()).containsExactly("a", "\u7528=");
  }

  @Test
  void read_truthValue_isAScalar() {
    var tensor = read("x=true");

    assertThat(tensor.shape()).isEmpty();
    assertThat(tensor.bools()).containsExactly(true);
  }

  @Test
  void read_describedWholeNumbers_areExact() {
    var unsigned = read(
        "x={\"datatype\":\"UINT64\",\"shape\":[2],\"data\":[18446744073709551615,9007199254740993]}");
    var signed = read("x={\"datatype\":\"INT64\",\"shape\":[],\"data\":-9223372036854775808}");

    assertThat(unsigned.longs()).containsExactly(-1, 9007199254740993L);
    assertThat(signed.longs()).containsExactly(Long.MIN_VALUE);
  }

  @Test
  void read_decimalBetweenTwoFloats_isRoundedOnce() {
    var text = "1.0000000596046447753906249999";

    assertThat(read("x=" + text).floats()).containsExactly(1);
  }

  @Test
  void read_noElements_keepTheirShape() {
    assertThat(read("x={\"datatype\":\"FP16\",\"shape\":[0,64],\"data\":[]}").shape())
        .containsExactly(0L, 64L);
  }

  @Test
  void read_file_isRead(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("x.json"), "[[0.5]]\n");

    assertThat(read("x=@" + file).floats()).containsExactly(0.5f);
  }

  @Test
  void read_missingFile_isNamed(@TempDir Path folder) {
    assertThatThrownBy(() -> read("x=@" + folder.resolve("none.json")))
        .isInstanceOf(VerbException.class)
        .hasMessage("--input x=@" + folder.resolve("none.json") + ": no such file");
  }

  @Test
  void read_fileThatIsNotUtf8_isNamed(@TempDir Path folder) throws IOException {
    var file = Files.write(folder.resolve("x.json"), new byte[] {'"', (byte) 0xff, '"'});

    assertThatThrownBy(() -> read("x=@" + file)).hasMessage("--input x=@" + file + ": not UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1}", "[1,", "{\"a\"", "nope", "\"abc", "[1] 2", "[1;2]"})
  void read_noJson_saysNothingAboutTheParser(String json) {
    assertThatThrownBy(() -> read("x=" + json))
        .hasMessageContaining("not JSON: ")
        .message()
        .doesNotContain("Source", "REDACTED", "jackson", "Feature");
  }

  @Test
  void read_brokenFile_isNamedWithThePlace(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("x.json"), "[1,\n 2;]");

    assertThatThrownBy(() -> read("x=@" + file))
        .hasMessageStartingWith("--input x=@" + file + ":2:3: not JSON");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
      x                                                  | NAME=@file.json or NAME=JSON
      =1                                                 | NAME=@file.json or NAME=JSON
      x=                                                 | a tensor
      x=[1] 2                                            | not JSON
      x=[[1,2],[3]]                                      | uneven at depth 1
      x=[[1],2]                                          | uneven at depth 1
      x=[1,[2]]                                          | uneven at depth 1
      x=[1,"a"]                                          | data: "a"
      x=["a",1]                                          | expected: a string
      x=[null]                                           | data: null
      x=1e39                                             | a number that FP32 holds
      x={"datatype":"FP32","shape":[1]}                  | keys: [datatype, shape]
      x={"datatype":"FP31","shape":[1],"data":[1]}       | datatype: "FP31"
      x={"datatype":"FP32","shape":[1.5],"data":[1]}     | shape: [1.5]
      x={"datatype":"FP32","shape":3,"data":[1]}         | shape: 3
      x={"datatype":"FP32","shape":[2],"data":[1]}       | expected: 2 elements
      x={"datatype":"FP32","shape":[-1],"data":[1]}      | no negative size
      x={"datatype":"FP64","shape":[1],"data":[1e999]}   | a number that FP64 holds
      x={"datatype":"INT8","shape":[1],"data":[128]}     | from -128 to 127
      x={"datatype":"INT64","shape":[1],"data":[1.0]}    | expected: a whole number
      x={"datatype":"INT64","shape":[1],"data":[1e30]}   | expected: a whole number
      x={"datatype":"UINT64","shape":[1],"data":[-1]}    | from 0 to 18446744073709551615
      x={"datatype":"BOOL","shape":[1],"data":[1]}       | true or false
      """)
  void read_wrongArgument_saysWhatIsExpected(String argument, String message) {
    assertThatThrownBy(() -> read(argument))
        .isInstanceOf(VerbException.class)
        .hasMessageStartingWith("--input")
        .hasMessageContaining(message);
  }

  /** Reads an input of a model whose types are unknown. */
  private static Tensor read(String argument) {
    return InputArgument.read(argument, name -> Optional.empty());
  }
}
