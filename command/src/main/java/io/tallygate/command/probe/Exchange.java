package io.tallygate.command.probe;

import io.tallygate.command.probe.Request.Purpose;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * A request and its answer, as they are recorded.
 *
 * @param number from 1, in the order of sending
 * @param sentMillis since the Unix epoch, by this machine's clock
 * @param receivedMillis since the Unix epoch, by this machine's clock
 */
public record Exchange(
    int number, Request request, long sentMillis, long receivedMillis, Answer answer) {

  boolean isFor(Purpose purpose) {
    return request.purpose() == purpose;
  }

  boolean isLookAt(String path) {
    return isFor(Purpose.LOOK) && request.path().equals(path);
  }

  /** The server's second, by its {@code Date}, in milliseconds. */
  Optional<Long> dateMillis() {
    return answer.fields().first("Date").flatMap(Exchange::httpDateMillis);
  }

  /** Reads {@code Tue, 24 Nov 2026 05:00:00 GMT}; empty if it is none. */
  static Optional<Long> httpDateMillis(String text) {
    try {
      Instant instant = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip(), Instant::from);
      return Optional.of(instant.toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** When the server answered: by its own clock if it says so, else by this machine's. */
  long serverMillis() {
    return dateMillis().orElse(sentMillis + (receivedMillis - sentMillis) / 2);
  }
}
