package io.tallygate.client.field;

import java.math.BigDecimal;
import java.util.List;

/** A bare item of a structured field (RFC 9651, section 3.3). */
public sealed interface Bare {

  /** An integer of at most 15 digits (section 3.3.1). */
  record Int(long value) implements Bare {}

  /** At most 12 digits before the point and 1 to 3 behind it (section 3.3.2). */
  record Decimal(BigDecimal value) implements Bare {}

  /** Printable ASCII (section 3.3.3). */
  record Text(String value) implements Bare {}

  /** A short word without quotes (section 3.3.4). */
  record Token(String value) implements Bare {}

  /** Bytes that were sent as base64, each from -128 to 127 (section 3.3.5). */
  record Bytes(List<Byte> value) implements Bare {}

  /** True or false (section 3.3.6). */
  record Bool(boolean value) implements Bare {}

  /** Unix seconds (section 3.3.7). */
  record Date(long second) implements Bare {}

  /** Text of any letters (section 3.3.8). */
  record Display(String value) implements Bare {}
}
