package dev.serin.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtUtil;
import dev.serin.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/*
 * The Java binding passes texts in the JVM's modified UTF-8, which differs from the UTF-8 that
 * models know for characters beyond U+FFFF, such as emoji: two surrogates of three bytes each
 * instead of one sequence of four bytes. A model would not recognise such a word.
 *
 * In: texts with such characters are written as a constant into a model of one node, whose session
 * gives the tensor.
 *
 * Out: the JVM reads a sequence of four bytes as four characters, F0-F4 and three of 80-BF, but
 * counts it as one, so that the text loses three characters at its end for each. Its length,
 * counted in code points, is still right. So if any of F0-F4 occurs, the texts are read again,
 * those that have one with three spaces appended for each character, and that many code points are
 * decoded from the start. A text that really has these four characters in a row is misread.
 *
 * Either direction costs a session in the call, for such texts only. U+0000 is C0 80 inside the
 * model; a text that a model makes with a byte 00 is cut there.
 */

/** Passes texts into and out of ONNX Runtime. */
final class Texts {
  /** The first byte of a sequence of four. */
  private static final char LEAST_OF_FOUR = 0xf0;

  private static final char GREATEST_OF_FOUR = 0xf4;

  private static final Pattern FOUR_BYTES = Pattern.compile(
      "(?:\\xf0[\\x90-\\xbf]|[\\xf1-\\xf3][\\x80-\\xbf]|\\xf4[\\x80-\\x8f])[\\x80-\\xbf]{2}");

  private Texts() {}

  /** Whether the binding would not pass every text as UTF-8. */
  static boolean needModel(List<String> texts) {
    return anyIn(texts, Character.MIN_SURROGATE, Character.MAX_SURROGATE);
  }

  /** Whether a character of any text is between these. Allocates nothing: texts may be millions. */
  private static boolean anyIn(List<String> texts, char least, char greatest) {
    for (var text : texts) {
      for (int i = 0; i < text.length(); i++) {
        if (text.charAt(i) >= least && text.charAt(i) <= greatest) {
          return true;
        }
      }
    }
    return false;
  }

  /** Returns the result whose only value is a STRING tensor of these texts, which it owns. */
  static OrtSession.Result run(OrtEnvironment environment, Tensor texts) throws OrtException {
    var encoded = texts.strings().stream().map(Texts::encode).toList();
    var session = Sessions.open(environment, OneNodeModels.texts(texts.shape(), encoded));
    try {
      return session.run(Map.of());
    } finally {
      Sessions.close(session);
    }
  }

  /** Encodes a text in UTF-8, but U+0000 as C0 80. */
  private static byte[] encode(String text) {
    var bytes = new ByteArrayOutputStream();
    for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
      if (one == 0) {
        bytes.write(0xc0);
        bytes.write(0x80);
      } else {
        bytes.write(one);
      }
    }
    return bytes.toByteArray();
  }

  /** Returns a STRING tensor's elements in row-major order; there must be at least one. */
  static List<String> read(OrtEnvironment environment, OnnxTensor tensor) throws OrtException {
    var texts = elements(tensor);
    if (!anyIn(texts, LEAST_OF_FOUR, GREATEST_OF_FOUR)) {
      return texts;
    }
    var session = Sessions.open(environment, OneNodeModels.append());
    try (var spaces = spaces(environment, texts, tensor.getInfo().getShape());
        var result =
            session.run(Map.of(OneNodeModels.INPUT, tensor, OneNodeModels.BEHIND, spaces))) {
      var padded = elements((OnnxTensor) result.get(0));
      var decoded = new ArrayList<String>();
      for (int i = 0; i < texts.size(); i++) {
        decoded.add(decode(padded.get(i), texts.get(i).length()));
      }
      return decoded;
    } finally {
      Sessions.close(session);
    }
  }

  /**
   * Pads each text by itself: the padding of the longest would multiply with the number of texts.
   */
  private static OnnxTensor spaces(OrtEnvironment environment, List<String> texts, long[] shape)
      throws OrtException {
    var spaces = texts.stream()
        .map(text -> anyIn(List.of(text), LEAST_OF_FOUR, GREATEST_OF_FOUR)
            ? "   ".repeat(text.length())
            : "")
        .toArray(String[]::new);
    return OnnxTensor.createTensor(environment, spaces, shape);
  }

  /** The binding gives a scalar as one string, all else as nested arrays. */
  private static List<String> elements(OnnxTensor tensor) throws OrtException {
    var value = tensor.getValue();
    return value instanceof String text
        ? List.of(text)
        : Arrays.asList(OrtUtil.flattenString(value));
  }

  /** Returns the first characters, decoding four that stand for a sequence of four bytes as one. */
  private static String decode(String padded, int characters) {
    var text = new StringBuilder();
    var four = FOUR_BYTES.matcher(padded);
    int position = 0;
    for (int i = 0; i < characters; i++) {
      if (four.region(position, padded.length()).lookingAt()) {
        text.appendCodePoint(codePoint(padded, position));
        position += 4;
      } else {
        text.append(padded.charAt(position++));
      }
    }
    return text.toString();
  }

  /** The character that four others stand for, each of which is a byte. */
  private static int codePoint(String text, int at) {
    return ((text.charAt(at) & 0x7) << 18)
        | ((text.charAt(at + 1) & 0x3f) << 12)
        | ((text.charAt(at + 2) & 0x3f) << 6)
        | (text.charAt(at + 3) & 0x3f);
  }
}
