package dev.serin.journal;

import dev.serin.split.Share;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;

/** Shares as text, so that they stay exact. */
final class ShareJson {
  private ShareJson() {}

  static SimpleModule module() {
    return new SimpleModule("shares")
        .addSerializer(Share.class, new Writer())
        .addDeserializer(Share.class, new Reader())
        .addKeySerializer(Share.class, new KeyWriter())
        .addKeyDeserializer(Share.class, new KeyReader());
  }

  private static final class Writer extends ValueSerializer<Share> {
    @Override
    public void serialize(Share share, JsonGenerator json, SerializationContext context) {
      json.writeString(share.toString());
    }
  }

  private static final class Reader extends ValueDeserializer<Share> {
    @Override
    public Share deserialize(JsonParser json, DeserializationContext context) {
      return Share.parse(json.getString());
    }
  }

  private static final class KeyWriter extends ValueSerializer<Share> {
    @Override
    public void serialize(Share share, JsonGenerator json, SerializationContext context) {
      json.writeName(share.toString());
    }
  }

  private static final class KeyReader extends KeyDeserializer {
    @Override
    public Object deserializeKey(String key, DeserializationContext context) {
      return Share.parse(key);
    }
  }
}
