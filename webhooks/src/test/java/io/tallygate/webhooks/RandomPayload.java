package io.tallygate.webhooks;

import java.util.Base64;
import java.util.Random;

/** A message of any content, and one that differs from it in a character. */
record RandomPayload(String id, String body, String tampered) {

  static Secret secret(Random random) {
    byte[] bytes = new byte[24 + random.nextInt(41)];
    random.nextBytes(bytes);
    return Secret.parse(Base64.getEncoder().encodeToString(bytes));
  }

  static RandomPayload of(Random random) {
    StringBuilder body = new StringBuilder("{\"text\":\"");
    int length = random.nextInt(200);
    for (int i = 0; i < length; i++) {
      int letter = random.nextInt(4) == 0 ? 0xA0 + random.nextInt(0x4000) : 'a' + i % 26;
      body.appendCodePoint(letter);
    }
    body.append("\",\"number\":").append(random.nextInt()).append('}');
    int at = body.indexOf("number");
    String tampered = body.substring(0, at) + "humber" + body.substring(at + 6);
    return new RandomPayload(
        "msg_" + Long.toHexString(random.nextLong()), body.toString(), tampered);
  }
}
