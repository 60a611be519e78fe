package io.tallygate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FingerprintTest {

  private final Fingerprint fingerprint = new Fingerprint();

  private long of(ByteBuf... parts) {
    fingerprint.begin();
    for (ByteBuf part : parts) {
      int index = part.readerIndex();
      fingerprint.add(part);
      assertThat(part.readerIndex()).isEqualTo(index);
      part.release();
    }
    return fingerprint.value();
  }

  private static ByteBuf buffer(byte[] bytes, int from, int until) {
    return Unpooled.copiedBuffer(bytes, from, until - from);
  }

  /** In whatever parts a body comes, on the heap, beyond it, or in pieces. */
  @Test
  void value_ofTheSameBytes_isTheSame() {
    Random random = new Random(7);
    for (int round = 0; round < 1_000; round++) {
      byte[] bytes = new byte[1 + random.nextInt(1_000)];
      random.nextBytes(bytes);
      int a = random.nextInt(bytes.length + 1);
      int b = a + random.nextInt(bytes.length + 1 - a);
      ByteBuf direct = UnpooledByteBufAllocator.DEFAULT.directBuffer().writeBytes(bytes);
      ByteBuf pieces =
          Unpooled.wrappedBuffer(
              buffer(bytes, 0, a), buffer(bytes, a, b), buffer(bytes, b, bytes.length));
      ByteBuf slice = Unpooled.copiedBuffer(new byte[3], bytes, new byte[4]);

      long whole = of(buffer(bytes, 0, bytes.length));

      assertThat(whole).isNotEqualTo(Fingerprint.NONE);
      assertThat(of(buffer(bytes, 0, a), buffer(bytes, a, b), buffer(bytes, b, bytes.length)))
          .isEqualTo(whole);
      assertThat(of(direct)).isEqualTo(whole);
      assertThat(of(pieces)).isEqualTo(whole);
      assertThat(of(slice.slice(3, bytes.length))).isEqualTo(whole);
    }
  }

  @Test
  void value_ofOneBitLess_isAnother() {
    byte[] bytes = new byte[4_096];
    Set<Long> seen = new HashSet<>();
    seen.add(of(buffer(bytes, 0, bytes.length)));
    for (int i = 0; i < bytes.length * 8; i++) {
      bytes[i / 8] ^= (byte) (1 << i % 8);
      assertThat(seen.add(of(buffer(bytes, 0, bytes.length)))).as("bit %s", i).isTrue();
      bytes[i / 8] ^= (byte) (1 << i % 8);
    }
    assertThat(seen.add(of(buffer(bytes, 0, bytes.length - 1)))).isTrue();
  }

  @Test
  void value_ofNothingAndOfTooMuch_isNone() {
    byte[] most = new byte[Fingerprint.BYTES_MAX];
    Arrays.fill(most, (byte) 1);

    assertThat(of()).isEqualTo(Fingerprint.NONE);
    assertThat(of(Unpooled.buffer(4))).isEqualTo(Fingerprint.NONE);
    assertThat(of(buffer(most, 0, most.length))).isNotEqualTo(Fingerprint.NONE);
    assertThat(of(buffer(most, 0, most.length), buffer(most, 0, 1))).isEqualTo(Fingerprint.NONE);
  }
}
